package io.amp4j.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jvm-flag")
class ArrowStreamOutputTest {
    @Test
    void arrows_own_reader_reads_back_what_was_written() throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                UInt8Vector numbers = new UInt8Vector("n", allocator);
                VarCharVector texts = new VarCharVector("t", allocator);
                BitVector flags = new BitVector("b", allocator);
                ListVector lists = ListVector.empty("l", allocator)) {
            fill(numbers, texts, flags, lists, 70_001);
            byte[] bytes = written(new VectorSchemaRoot(List.of(numbers, texts, flags, lists)));

            try (ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator)) {
                for (int batch = 0; batch < 2; batch++) {
                    assertThat(reader.loadNextBatch()).isTrue();
                    VectorSchemaRoot root = reader.getVectorSchemaRoot();
                    assertThat(root.getRowCount()).isEqualTo(70_001);
                    assertThat(root.getVector("n").getObject(70_000)).isEqualTo(numbers.getObject(70_000));
                    assertThat(root.getVector("t").getObject(69_999)).isEqualTo(texts.getObject(69_999));
                    assertThat(root.getVector("t").isNull(7)).isTrue();
                    assertThat(root.getVector("b").getObject(3)).isEqualTo(true);
                    assertThat(root.getVector("l").getObject(1)).isEqualTo(lists.getObject(1));
                }
                assertThat(reader.loadNextBatch()).isFalse();
            }
        }
    }

    @Test
    void vectors_without_a_value_are_written_whatever_their_buffers_are() throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                VarCharVector texts = new VarCharVector("t", allocator);
                ListVector lists = ListVector.empty("l", allocator)) {
            lists.addOrGetVector(FieldType.nullable(ArrowType.Utf8.INSTANCE));
            // As the wire brings them: no values, and no buffers, which in Arrow are one buffer for all of an
            // allocator.
            ArrowBuf none = allocator.getEmpty();
            texts.loadFieldBuffers(new ArrowFieldNode(0, 0), List.of(none, none, none));
            lists.loadFieldBuffers(new ArrowFieldNode(0, 0), List.of(none, none));
            ((VarCharVector) lists.getDataVector())
                    .loadFieldBuffers(new ArrowFieldNode(0, 0), List.of(none, none, none));
            byte[] bytes = written(new VectorSchemaRoot(List.of(texts, lists)));

            try (ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator)) {
                assertThat(reader.loadNextBatch()).isTrue();
                assertThat(reader.getVectorSchemaRoot().getRowCount()).isZero();
                assertThat(reader.loadNextBatch()).isTrue();
                assertThat(reader.loadNextBatch()).isFalse();
            }
        }
    }

    private static byte[] written(VectorSchemaRoot root) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ArrowStreamOutput output = new ArrowStreamOutput(bytes, root.getSchema())) {
            output.write(root);
            output.write(root);
        }
        return bytes.toByteArray();
    }

    private static void fill(UInt8Vector numbers, VarCharVector texts, BitVector flags, ListVector lists, int rows) {
        UnionListWriter writer = lists.getWriter();
        for (int row = 0; row < rows; row++) {
            numbers.setSafe(row, row);
            if (row % 7 != 0) {
                texts.setSafe(row, ("row " + row).getBytes(StandardCharsets.UTF_8));
            } else {
                texts.setNull(row);
            }
            flags.setSafe(row, row % 3 == 0 ? 1 : 0);
            writer.setPosition(row);
            writer.startList();
            writer.bigInt().writeBigInt(row);
            writer.endList();
        }
        texts.setValueCount(rows);
        numbers.setValueCount(rows);
        flags.setValueCount(rows);
        lists.setValueCount(rows);
    }
}
