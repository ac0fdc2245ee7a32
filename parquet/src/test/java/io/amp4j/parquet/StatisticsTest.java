package io.amp4j.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.BoundaryOrder;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bounds, counts, page indexes and bloom filters say what the values say. */
class StatisticsTest {
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

    private WrittenFile write(ParquetWriter.Builder builder, VectorSchemaRoot root) {
        try (ParquetWriter writer = builder.build()) {
            writer.write(root);
            return writer.finish();
        }
    }

    private ParquetWriter.Builder builder(VectorSchemaRoot root) {
        return ParquetWriter.builder(file(), root.getSchema());
    }

    private static int compare(Object a, Object b) {
        if (a instanceof String x && x.startsWith("0x")) {
            return x.compareTo((String) b);
        }
        if (a instanceof String x) {
            return Arrays.compareUnsigned(
                    x.getBytes(StandardCharsets.UTF_8), ((String) b).getBytes(StandardCharsets.UTF_8));
        }
        @SuppressWarnings("unchecked")
        Comparable<Object> comparable = (Comparable<Object>) a;
        return comparable.compareTo(b);
    }

    /** Columns whose bounds are their values, whole and in the canonical order. */
    private static List<Field> ordered() {
        List<String> names = List.of(
                "i8", "i32", "i64", "u8", "u32", "u64", "d9", "d18", "d28", "d38", "fixed4", "fixed20", "fixed32",
                "date32");
        return Samples.commonFlat().stream()
                .filter(field -> names.contains(field.getName()))
                .toList();
    }

    @Test
    void least_greatest_and_null_count_are_those_of_the_values() {
        long seed = System.nanoTime();
        System.err.println("seed " + seed);
        for (int dictionary : new int[] {0, 500, 1 << 20}) {
            try (VectorSchemaRoot root = new Samples(new Random(seed), 0.3).root(allocator, ordered(), 2_000)) {
                WrittenFile written = write(
                        builder(root).dictionaryBytes(dictionary).pageRows(100).rowGroupRows(700), root);
                List<List<Object>> rows = Canonical.rows(root);
                for (int i = 0; i < ordered().size(); i++) {
                    int column = i;
                    List<Object> values = rows.stream()
                            .map(row -> row.get(column))
                            .filter(Objects::nonNull)
                            .toList();
                    WrittenColumn actual = written.columns().get(i);
                    String what = actual.path() + " seed " + seed;
                    assertThat(actual.valueCount()).isEqualTo(2_000);
                    assertThat(actual.nullCount()).as(what).isEqualTo(2_000 - values.size());
                    Field field = ordered().get(i);
                    Comparator<Object> order = StatisticsTest::compare;
                    assertThat(value(actual.min().orElseThrow(), field))
                            .as(what)
                            .isEqualTo(values.stream().min(order).orElseThrow());
                    assertThat(value(actual.max().orElseThrow(), field))
                            .as(what)
                            .isEqualTo(values.stream().max(order).orElseThrow());
                    assertThat(actual.min().orElseThrow().exact()).isTrue();
                }
            }
        }
    }

    private static Object value(Bound bound, Field field) {
        ByteBuffer bytes = bound.bytes();
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        String name = field.getName();
        if (name.startsWith("fixed")) {
            return Canonical.hex(array);
        }
        if (name.equals("d28") || name.equals("d38")) {
            return new BigDecimal(new BigInteger(array), name.equals("d28") ? 10 : 0);
        }
        BigInteger number = BigInteger.valueOf(array.length == 4 ? bytes.getInt(0) : bytes.getLong(0));
        if (name.startsWith("d") && !name.startsWith("date")) {
            return new BigDecimal(number, name.equals("d9") ? 2 : 0);
        }
        return name.startsWith("u") && number.signum() < 0
                ? number.add(BigInteger.ONE.shiftLeft(array.length * 8))
                : number;
    }

    @Test
    void readers_that_skip_by_statistics_find_every_row() throws Exception {
        long seed = System.nanoTime();
        System.err.println("seed " + seed);
        List<Field> fields = List.of(
                Samples.field("i64", Samples.INT64),
                Samples.field("u32", Samples.UINT32),
                Samples.field("fixed4", Samples.fixed(4)),
                Samples.field("utf8", org.apache.arrow.vector.types.pojo.ArrowType.Utf8.INSTANCE));
        try (VectorSchemaRoot root = new Samples(new Random(seed), 0.2).root(allocator, fields, 3_000)) {
            write(builder(root).pageRows(50).rowGroupRows(500).bloomFilter("utf8", 500), root);
            List<List<Object>> rows = Canonical.rows(root);
            for (int probe = 0; probe < 20; probe++) {
                List<Object> row = rows.get(probe * 149);
                for (int i = 0; i < fields.size(); i++) {
                    int column = i;
                    Object value = row.get(i);
                    if (value == null) {
                        continue;
                    }
                    String literal = i == 3
                            ? "'" + ((String) value).replace("'", "''") + "'"
                            : i == 2 ? "from_hex('" + ((String) value).substring(2) + "')" : value.toString();
                    long same = rows.stream()
                            .filter(other -> value.equals(other.get(column)))
                            .count();
                    long above = rows.stream()
                            .filter(other -> other.get(column) != null && compare(other.get(column), value) > 0)
                            .count();
                    String name = fields.get(i).getName();
                    assertThat(DuckDb.count(file(), name + " = " + literal))
                            .as(literal)
                            .isEqualTo(same);
                    assertThat(DuckDb.count(file(), name + " > " + literal))
                            .as(literal)
                            .isEqualTo(above);
                }
            }
        }
    }

    @Test
    void long_bounds_are_short_and_still_bounds() throws Exception {
        try (VarCharVector text = new VarCharVector("text", allocator);
                VarBinaryVector binary = new VarBinaryVector("binary", allocator);
                VarBinaryVector full = new VarBinaryVector("full", allocator);
                VectorSchemaRoot root = new VectorSchemaRoot(List.of((FieldVector) text, binary, full))) {
            byte[] low = "é".repeat(100).getBytes(StandardCharsets.UTF_8);
            byte[] ff = new byte[100];
            Arrays.fill(ff, (byte) 0xFF);
            text.setSafe(0, low);
            binary.setSafe(0, low);
            full.setSafe(0, ff);
            root.setRowCount(1);
            WrittenFile written = write(builder(root), root);
            Bound min = written.columns().get(0).min().orElseThrow();
            Bound max = written.columns().get(0).max().orElseThrow();
            assertThat(min.exact()).isFalse();
            assertThat(max.exact()).isFalse();
            assertThat(StandardCharsets.UTF_8.decode(min.bytes()).toString()).isEqualTo("é".repeat(32));
            assertThat(StandardCharsets.UTF_8.decode(max.bytes()).toString()).isEqualTo("é".repeat(31) + "ê");
            byte[] raised = new byte[64];
            written.columns().get(1).max().orElseThrow().bytes().get(raised);
            assertThat(Arrays.compareUnsigned(raised, low)).isPositive();
            assertThat(written.columns().get(2).max()).isEmpty();
            assertThat(written.columns().get(2).min()).isPresent();
            try (ParquetFileReader reader = ParquetJava.open(file())) {
                List<ColumnChunkMetaData> columns = reader.getRowGroups().get(0).getColumns();
                assertThat(reader.readColumnIndex(columns.get(1))).isNotNull();
                assertThat(reader.readColumnIndex(columns.get(2))).isNull();
            }
            assertThat(ParquetJava.rows(file())).isEqualTo(Canonical.rows(root));
        }
    }

    @Test
    void what_is_not_a_number_is_counted_and_is_no_bound() {
        try (Float8Vector vector = new Float8Vector("f", allocator);
                VectorSchemaRoot root = new VectorSchemaRoot(List.of((FieldVector) vector))) {
            double[] values = {Double.NaN, 0.0, -0.0, 2.5, Double.NaN};
            for (int i = 0; i < values.length; i++) {
                vector.setSafe(i, values[i]);
            }
            root.setRowCount(values.length);
            WrittenColumn column = write(builder(root), root).columns().get(0);
            assertThat(column.nanCount()).isEqualTo(2);
            assertThat(column.min().orElseThrow().bytes().getDouble()).isEqualTo(-0.0);
            assertThat(column.max().orElseThrow().bytes().getDouble()).isEqualTo(2.5);
        }
    }

    @Test
    void the_page_index_knows_order_nulls_and_bounds() throws Exception {
        try (IntVector rising = new IntVector("rising", allocator);
                IntVector falling = new IntVector("falling", allocator);
                IntVector mixed = new IntVector("mixed", allocator);
                IntVector gone = new IntVector("gone", allocator);
                VectorSchemaRoot root = new VectorSchemaRoot(List.of((FieldVector) rising, falling, mixed, gone))) {
            for (int i = 0; i < 100; i++) {
                if (i >= 50 && i < 60) {
                    rising.setNull(i);
                } else {
                    rising.setSafe(i, i);
                }
                falling.setSafe(i, -i);
                // The least of each page rises, the greatest falls.
                mixed.setSafe(i, i % 2 == 0 ? i : 1_000 - i);
                gone.setNull(i);
            }
            root.setRowCount(100);
            write(builder(root).pageRows(10), root);
            try (ParquetFileReader reader = ParquetJava.open(file())) {
                List<ColumnChunkMetaData> columns = reader.getRowGroups().get(0).getColumns();
                ColumnIndex index = reader.readColumnIndex(columns.get(0));
                assertThat(index.getBoundaryOrder()).isEqualTo(BoundaryOrder.ASCENDING);
                assertThat(index.getNullPages())
                        .containsExactly(false, false, false, false, false, true, false, false, false, false);
                assertThat(index.getNullCounts()).containsExactly(0L, 0L, 0L, 0L, 0L, 10L, 0L, 0L, 0L, 0L);
                assertThat(index.getMinValues()
                                .get(9)
                                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                                .getInt(0))
                        .isEqualTo(90);
                assertThat(reader.readColumnIndex(columns.get(1)).getBoundaryOrder())
                        .isEqualTo(BoundaryOrder.DESCENDING);
                assertThat(reader.readColumnIndex(columns.get(2)).getBoundaryOrder())
                        .isEqualTo(BoundaryOrder.UNORDERED);
                assertThat(reader.readColumnIndex(columns.get(3)).getNullPages())
                        .containsOnly(true);
                OffsetIndex offsets = reader.readOffsetIndex(columns.get(0));
                assertThat(offsets.getPageCount()).isEqualTo(10);
                assertThat(offsets.getOffset(0)).isEqualTo(columns.get(0).getFirstDataPageOffset());
                assertThat(columns.get(3).getStatistics().getNumNulls()).isEqualTo(100);
            }
        }
    }

    @Test
    void a_bloom_filter_has_every_value_and_few_others() throws Exception {
        List<Field> fields = List.of(Samples.field("hash", Samples.fixed(32)), Samples.field("n", Samples.INT64));
        for (int dictionary : new int[] {0, 3_000, 1 << 20}) {
            try (VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(fields), allocator)) {
                Random random = new Random(dictionary);
                List<byte[]> hashes = new ArrayList<>();
                for (int i = 0; i < 2_000; i++) {
                    byte[] hash = new byte[32];
                    random.nextBytes(hash);
                    hashes.add(hash);
                    ((org.apache.arrow.vector.FixedSizeBinaryVector) root.getVector(0)).setSafe(i, hash);
                    ((org.apache.arrow.vector.BigIntVector) root.getVector(1)).setSafe(i, i);
                }
                root.setRowCount(2_000);
                write(
                        builder(root)
                                .dictionaryBytes(dictionary)
                                .pageRows(100)
                                .bloomFilter("hash", 2_000)
                                .bloomFilter("n", 2_000),
                        root);
                try (ParquetFileReader reader = ParquetJava.open(file())) {
                    List<ColumnChunkMetaData> columns =
                            reader.getRowGroups().get(0).getColumns();
                    BloomFilter filter = reader.readBloomFilter(columns.get(0));
                    for (byte[] hash : hashes) {
                        assertThat(filter.findHash(filter.hash(Binary.fromConstantByteArray(hash))))
                                .isTrue();
                    }
                    int found = 0;
                    for (int i = 0; i < 10_000; i++) {
                        byte[] other = new byte[32];
                        random.nextBytes(other);
                        found += filter.findHash(filter.hash(Binary.fromConstantByteArray(other))) ? 1 : 0;
                    }
                    assertThat(found).isLessThan(200);
                    BloomFilter numbers = reader.readBloomFilter(columns.get(1));
                    for (long i = 0; i < 2_000; i++) {
                        assertThat(numbers.findHash(numbers.hash(i))).isTrue();
                    }
                }
                assertThat(ParquetJava.rows(file())).isEqualTo(Canonical.rows(root));
            }
        }
    }
}
