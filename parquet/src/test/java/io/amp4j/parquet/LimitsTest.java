package io.amp4j.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.TransferPair;
import org.apache.parquet.column.page.DictionaryPageReadStore;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Great values, small limits, and parts of vectors. */
class LimitsTest {
    @TempDir
    Path folder;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void holds_no_memory() {
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    private Path file() {
        return folder.resolve("file.parquet");
    }

    private static VectorSchemaRoot root(FieldVector... vectors) {
        return new VectorSchemaRoot(List.of(vectors));
    }

    private WrittenFile write(VectorSchemaRoot root, long groupBytes, int pageBytes) {
        try (ParquetWriter writer = ParquetWriter.builder(file(), root.getSchema())
                .rowGroupBytes(groupBytes)
                .pageBytes(pageBytes)
                .build()) {
            writer.write(root);
            return writer.finish();
        }
    }

    @Test
    void a_value_of_twenty_megabytes_is_kept() throws Exception {
        byte[] great = new byte[20 << 20];
        new Random(1).nextBytes(great);
        try (VarBinaryVector vector = new VarBinaryVector("data", allocator);
                VectorSchemaRoot root = root(vector)) {
            for (int i = 0; i < 300; i++) {
                vector.setSafe(i, i == 150 ? great : new byte[] {(byte) i, 1, 2});
            }
            root.setRowCount(300);
            write(root, 1 << 20, 1 << 16);
            List<List<Object>> rows = ParquetJava.rows(file());
            assertThat(rows).isEqualTo(Canonical.rows(root));
            assertThat(DuckDb.rows(file(), root.getSchema().getFields())).isEqualTo(rows);
        }
        List<BlockMetaData> groups = ParquetJava.footer(file()).getBlocks();
        assertThat(groups).hasSizeGreaterThan(1);
    }

    @Test
    void a_list_longer_than_a_row_group_stays_in_one_row_group() throws Exception {
        int[] lengths = {3, 0, 200_000, 2, 150_000, 1};
        try (VectorSchemaRoot root = root(lists(lengths))) {
            root.setRowCount(6);
            WrittenFile written = write(root, 10_000, 1_000);
            assertThat(written.rowGroupOffsets()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(ParquetJava.rows(file())).isEqualTo(Canonical.rows(root));
            assertThat(DuckDb.rows(file(), root.getSchema().getFields())).isEqualTo(Canonical.rows(root));
        }
    }

    private ListVector lists(int... lengths) {
        ListVector list = ListVector.empty("list", allocator);
        list.addOrGetVector(org.apache.arrow.vector.types.pojo.FieldType.nullable(Samples.INT64));
        BigIntVector values = (BigIntVector) list.getDataVector();
        int element = 0;
        Random random = new Random(2);
        for (int row = 0; row < lengths.length; row++) {
            list.startNewValue(row);
            for (int k = 0; k < lengths[row]; k++) {
                values.setSafe(element++, random.nextLong());
            }
            list.endValue(row, lengths[row]);
        }
        list.setValueCount(lengths.length);
        return list;
    }

    @Test
    void pages_keep_to_their_limits_and_begin_with_a_row() throws Exception {
        int[] lengths = new int[5_000];
        Arrays.fill(lengths, 7);
        try (VectorSchemaRoot root = root(lists(lengths))) {
            root.setRowCount(lengths.length);
            try (ParquetWriter writer = ParquetWriter.builder(file(), root.getSchema())
                    .pageRows(100)
                    .dictionaryBytes(0)
                    .build()) {
                writer.write(root);
                writer.finish();
            }
            try (var reader = ParquetJava.open(file())) {
                OffsetIndex index = reader.readOffsetIndex(
                        reader.getRowGroups().get(0).getColumns().get(0));
                assertThat(index.getPageCount()).isEqualTo(50);
                for (int page = 0; page < 50; page++) {
                    assertThat(index.getFirstRowIndex(page)).isEqualTo(page * 100L);
                }
            }
            assertThat(ParquetJava.rows(file())).isEqualTo(Canonical.rows(root));
        }
    }

    @Test
    void a_row_group_ends_at_its_rows() throws Exception {
        try (IntVector vector = new IntVector("n", allocator);
                VectorSchemaRoot root = root(vector)) {
            for (int i = 0; i < 25; i++) {
                vector.setSafe(i, i);
            }
            root.setRowCount(25);
            try (ParquetWriter writer = ParquetWriter.builder(file(), root.getSchema())
                    .rowGroupRows(10)
                    .build()) {
                writer.write(root);
                assertThat(writer.rowCount()).isEqualTo(25);
                writer.finish();
            }
            assertThat(ParquetJava.footer(file()).getBlocks().stream().map(BlockMetaData::getRowCount))
                    .containsExactly(10L, 10L, 5L);
            assertThat(ParquetJava.rows(file())).isEqualTo(Canonical.rows(root));
        }
    }

    @Test
    void what_is_buffered_stays_near_the_row_group_size() {
        long limit = 200_000;
        List<Field> fields = List.of(Samples.field("h", Samples.fixed(32)), Samples.field("n", Samples.INT64));
        long worst = 0;
        try (ParquetWriter writer = ParquetWriter.builder(new ByteArrayOutputStream(), new Schema(fields))
                        .rowGroupBytes(limit)
                        .build();
                VectorSchemaRoot root = new Samples(new Random(3), 0).root(allocator, fields, 5_000)) {
            for (int i = 0; i < 50; i++) {
                writer.write(root);
                worst = Math.max(worst, writer.bytesBuffered());
            }
            assertThat(writer.bytesWritten()).isGreaterThan(limit);
        }
        assertThat(worst).isLessThan(limit * 2);
    }

    @Test
    void slices_of_a_batch_are_the_batch() throws Exception {
        List<Field> fields = new ArrayList<>(Samples.commonFlat());
        fields.addAll(Samples.nested());
        try (VectorSchemaRoot root = new Samples(new Random(4), 0.3).root(allocator, fields, 1_000)) {
            try (ParquetWriter writer =
                    ParquetWriter.builder(file(), root.getSchema()).build()) {
                int from = 0;
                for (int count : new int[] {1, 0, 7, 8, 13, 471, 500}) {
                    writer.write(root, from, count);
                    from += count;
                }
                assertThat(from).isEqualTo(1_000);
                writer.finish();
            }
            assertThat(ParquetJava.rows(file())).isEqualTo(Canonical.rows(root));
        }
    }

    @Test
    void vectors_that_are_slices_themselves_are_read_from_their_offsets() throws Exception {
        List<Field> fields = new ArrayList<>(Samples.commonFlat());
        fields.addAll(Samples.nested());
        try (VectorSchemaRoot root = new Samples(new Random(5), 0.3).root(allocator, fields, 400);
                VectorSchemaRoot part = root.slice(37, 200)) {
            write(part, 1 << 20, 1 << 12);
            assertThat(ParquetJava.rows(file())).isEqualTo(Canonical.rows(root).subList(37, 237));
        }
    }

    @Test
    void what_stands_below_a_null_is_not_written() throws Exception {
        try (VarCharVector vector = new VarCharVector("text", allocator);
                VectorSchemaRoot root = root(vector)) {
            for (int i = 0; i < 100; i++) {
                vector.setSafe(i, ("secret" + i).getBytes(StandardCharsets.UTF_8));
            }
            root.setRowCount(100);
            for (int i = 0; i < 100; i += 3) {
                // Only the bit: offsets and bytes stay.
                org.apache.arrow.vector.BitVectorHelper.unsetBit(vector.getValidityBuffer(), i);
            }
            write(root, 1 << 20, 100);
            assertThat(ParquetJava.rows(file())).isEqualTo(Canonical.rows(root));
        }
    }

    @Test
    void a_list_below_a_null_is_not_written() throws Exception {
        try (VectorSchemaRoot root = root(lists(2, 3, 4, 5))) {
            org.apache.arrow.vector.BitVectorHelper.unsetBit(root.getVector(0).getValidityBuffer(), 1);
            root.setRowCount(4);
            write(root, 1 << 20, 1 << 20);
            assertThat(ParquetJava.rows(file())).isEqualTo(Canonical.rows(root));
            assertThat(ParquetJava.rows(file()).get(1)).containsOnlyNulls();
        }
    }

    @Test
    void views_into_lists_may_overlap_and_go_backwards() throws Exception {
        try (ListViewVector list = ListViewVector.empty("list", allocator)) {
            list.addOrGetVector(org.apache.arrow.vector.types.pojo.FieldType.nullable(Samples.INT32));
            list.allocateNew();
            IntVector values = (IntVector) list.getDataVector();
            for (int i = 0; i < 10; i++) {
                values.setSafe(i, i * i);
            }
            values.setValueCount(10);
            list.setValidity(0, 1);
            list.setOffset(0, 5);
            list.setSize(0, 5);
            list.setValidity(1, 1);
            list.setOffset(1, 2);
            list.setSize(1, 6);
            list.setValidity(2, 0);
            list.setOffset(2, 0);
            list.setSize(2, 4);
            list.setValidity(3, 1);
            list.setOffset(3, 0);
            list.setSize(3, 1);
            list.setValueCount(4);
            VectorSchemaRoot root = root(list);
            root.setRowCount(4);
            write(root, 1 << 20, 1 << 20);
            assertThat(ParquetJava.rows(file())).isEqualTo(Canonical.rows(root));
        }
    }

    @Test
    void a_dictionary_that_grows_too_great_is_left_and_earlier_pages_keep_theirs() throws Exception {
        try (VarCharVector vector = new VarCharVector("text", allocator);
                VectorSchemaRoot root = root(vector)) {
            for (int i = 0; i < 9_000; i++) {
                String text = i < 4_000 ? "few" + i % 10 : "many different values " + i;
                vector.setSafe(i, text.getBytes(StandardCharsets.UTF_8));
            }
            root.setRowCount(9_000);
            try (ParquetWriter writer = ParquetWriter.builder(file(), root.getSchema())
                    .pageRows(1_000)
                    .dictionaryBytes(20_000)
                    .build()) {
                writer.write(root);
                writer.finish();
            }
            assertThat(ParquetJava.rows(file())).isEqualTo(Canonical.rows(root));
            assertThat(DuckDb.rows(file(), root.getSchema().getFields())).isEqualTo(Canonical.rows(root));
            var stats = ParquetJava.footer(file())
                    .getBlocks()
                    .get(0)
                    .getColumns()
                    .get(0)
                    .getEncodingStats();
            assertThat(stats.hasDictionaryEncodedPages()).isTrue();
            assertThat(stats.hasNonDictionaryEncodedPages()).isTrue();
            // What only the page in which it grew too great would have used is not in it.
            try (var reader = ParquetJava.open(file())) {
                BlockMetaData group = reader.getRowGroups().get(0);
                DictionaryPageReadStore dictionaries = reader.getDictionaryReader(group);
                var column = reader.getFileMetaData().getSchema().getColumns().get(0);
                assertThat(dictionaries.readDictionaryPage(column).getDictionarySize())
                        .isEqualTo(10);
            }
        }
    }

    @Test
    void transferred_vectors_are_only_read() throws Exception {
        try (IntVector vector = new IntVector("n", allocator)) {
            vector.setSafe(0, 5);
            vector.setSafe(1, 6);
            vector.setValueCount(2);
            TransferPair pair = vector.getTransferPair(allocator);
            pair.splitAndTransfer(1, 1);
            try (FieldVector part = (FieldVector) pair.getTo();
                    VectorSchemaRoot root = new VectorSchemaRoot(List.of(part))) {
                root.setRowCount(1);
                write(root, 1 << 20, 1 << 20);
                assertThat(((IntVector) root.getVector(0)).get(0)).isEqualTo(6);
            }
        }
        assertThat(DuckDb.count(file(), "n = 6")).isEqualTo(1);
    }

    @Test
    void an_empty_batch_and_no_batch_make_a_file_without_rows() throws Exception {
        Schema schema = new Schema(List.of(Field.nullable("a", ArrowType.Utf8.INSTANCE)));
        try (ParquetWriter writer = ParquetWriter.builder(file(), schema).build();
                VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            writer.write(root);
            WrittenFile written = writer.finish();
            assertThat(written.rowCount()).isZero();
            assertThat(written.rowGroupOffsets()).isEmpty();
        }
        assertThat(ParquetJava.rows(file())).isEmpty();
        assertThat(DuckDb.count(file(), "true")).isZero();
    }
}
