package io.amp4j.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;

class JsonRowsTest {
    private static String text(byte[] zipped) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void a_row_is_a_line_with_exact_texts_and_without_its_nulls() throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                BigIntVector number = new BigIntVector("n", allocator);
                VarBinaryVector hash = new VarBinaryVector("h", allocator);
                VarCharVector name = new VarCharVector("s", allocator);
                Float8Vector ratio = new Float8Vector("f", allocator);
                BitVector flag = new BitVector("b", allocator);
                TimeStampNanoTZVector time = new TimeStampNanoTZVector("t", allocator, "UTC")) {
            number.setSafe(0, Long.MIN_VALUE);
            hash.setSafe(0, new byte[] {0, -1});
            name.setSafe(0, "it\"s\n".getBytes(StandardCharsets.UTF_8));
            ratio.setSafe(0, Double.NEGATIVE_INFINITY);
            ratio.setSafe(1, 0.1);
            flag.setSafe(0, 1);
            time.setSafe(0, 1_700_000_000_123_456_789L);
            List<FieldVector> vectors = List.of(number, hash, name, ratio, flag, time);
            vectors.forEach(vector -> vector.setValueCount(2));
            JsonRows rows = new JsonRows();
            rows.write(
                    new VectorSchemaRoot(
                            vectors.stream().map(FieldVector::getField).toList(), vectors, 2),
                    Arrays.asList("id", null, "attempt"),
                    full -> {
                        throw new AssertionError("two rows fill no request");
                    });
            assertThat(rows.rows()).isEqualTo(2);
            assertThat(text(rows.take()))
                    .isEqualTo(
                            "{\"c0\":\"-9223372036854775808\",\"c1\":\"00ff\",\"c2\":\"it\\\"s\\u000a\",\"c3\":\"-inf\",\"c4\":true,"
                                    + "\"c5\":\"2023-11-14T22:13:20.123456789Z\",\"c6\":\"id\",\"c8\":\"attempt\"}\n"
                                    + "{\"c3\":\"0.1\",\"c6\":\"id\",\"c8\":\"attempt\"}\n");
            assertThat(rows.isEmpty()).isTrue();
        }
    }

    @Test
    void a_nested_value_is_its_json_as_a_text() throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                StructVector struct = StructVector.empty("s", allocator)) {
            VarCharVector name = struct.addOrGet("n", FieldType.nullable(ArrowType.Utf8.INSTANCE), VarCharVector.class);
            struct.allocateNew();
            name.setSafe(0, "\u00e9\"".getBytes(StandardCharsets.UTF_8));
            struct.setIndexDefined(0);
            struct.setValueCount(2);
            JsonRows rows = new JsonRows();
            rows.write(VectorSchemaRoot.of(struct), List.of(), full -> {
                throw new AssertionError("two rows fill no request");
            });
            assertThat(text(rows.take())).isEqualTo("{\"c0\":\"{\\\"n\\\":\\\"\u00e9\\\\\\\"\\\"}\"}\n{}\n");
        }
    }

    @Test
    void requests_stay_below_what_the_server_takes() throws IOException {
        byte[] noise = new byte[64 << 10];
        new Random(1).nextBytes(noise);
        List<byte[]> requests = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                VarBinaryVector data = new VarBinaryVector("d", allocator)) {
            for (int row = 0; row < 56; row++) {
                noise[0] = (byte) row;
                data.setSafe(row, noise);
            }
            data.setValueCount(56);
            JsonRows rows = new JsonRows();
            rows.write(VectorSchemaRoot.of(data), List.of(), requests::add);
            requests.add(rows.take());
        }
        assertThat(requests)
                .hasSizeGreaterThan(1)
                .allSatisfy(request -> assertThat(request).hasSizeLessThan(4_000_000));
        StringBuilder all = new StringBuilder();
        for (byte[] request : requests) {
            all.append(text(request));
        }
        assertThat(all.toString().lines()).hasSize(56);
    }
}
