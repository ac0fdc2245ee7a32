package io.amp4j.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random batches of every type are read back by parquet-java and by DuckDB exactly as they were. */
class ReadBackTest {
    /** Wider decimals than it has, and types for which its driver has no object that says everything. */
    private static final List<String> DUCKDB_HAS_NOT =
            List.of("f16", "d76", "interval_ym", "interval_dt", "interval_mdn");

    @TempDir
    Path folder;

    private static List<Field> everything() {
        return Stream.of(Samples.commonFlat(), Samples.times(), Samples.extras(), Samples.nested())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest(name = "{0} rows, {1} nulls, pages of {2} bytes, row groups of {3} bytes, {4}")
    @CsvSource({
        "0, 0, 1048576, 134217728, ZSTD",
        "1, 0, 1048576, 134217728, ZSTD",
        "1, 1, 1048576, 134217728, ZSTD",
        "7, 0.5, 1048576, 134217728, SNAPPY",
        "1000, 0, 1048576, 134217728, LZ4_RAW",
        "1000, 1, 1048576, 134217728, NONE",
        "2000, 0.01, 4096, 134217728, ZSTD",
        "3000, 0.5, 1024, 100000, SNAPPY",
        "300, 0.9, 1, 1, NONE",
        "5000, 0.2, 16384, 400000, ZSTD",
    })
    void reads_back_every_type(int rows, double nulls, int pageBytes, long groupBytes, Compression.Codec codec)
            throws Exception {
        long seed = System.nanoTime();
        System.err.println("seed " + seed);
        Random random = new Random(seed);
        List<List<Object>> expected = new ArrayList<>();
        Path file = folder.resolve("sample.parquet");
        List<Field> fields = everything();
        try (BufferAllocator allocator = new RootAllocator()) {
            try (ParquetWriter writer = ParquetWriter.builder(file, new Schema(fields))
                    .compression(new Compression(codec, codec == Compression.Codec.ZSTD ? 1 : 0))
                    .pageBytes(pageBytes)
                    .rowGroupBytes(groupBytes)
                    .build()) {
                int left = rows;
                while (left > 0) {
                    int part = Math.min(left, 1 + random.nextInt(4000));
                    try (VectorSchemaRoot root = new Samples(random, nulls).root(allocator, fields, part)) {
                        writer.write(root);
                        expected.addAll(Canonical.rows(root));
                    }
                    left -= part;
                }
                WrittenFile written = writer.finish();
                assertThat(written.rowCount()).isEqualTo(rows);
                assertThat(written.bytes()).isEqualTo(file.toFile().length());
            }
            assertThat(allocator.getAllocatedMemory()).isZero();
        }
        assertThat(ParquetJava.rows(file)).as("seed %d", seed).isEqualTo(expected);
        List<Integer> known = IntStream.range(0, fields.size())
                .filter(i -> DUCKDB_HAS_NOT.stream().noneMatch(fields.get(i).getName()::equals))
                .boxed()
                .toList();
        assertThat(DuckDb.rows(file, known.stream().map(fields::get).toList()))
                .as("seed %d", seed)
                .isEqualTo(expected.stream()
                        .map(row -> known.stream().map(row::get).collect(Collectors.toCollection(ArrayList::new)))
                        .toList());
    }
}
