package io.amp4j.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.loader.labels.LabelError;
import io.amp4j.loader.labels.LabelFile;
import io.amp4j.loader.labels.LabelRows;
import io.amp4j.loader.labels.LabelType;
import io.amp4j.loader.labels.Labels;
import io.amp4j.loader.testkit.CanonicalRows;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels from Parquet files that DuckDB wrote. */
class ParquetLabelsTest {
    @TempDir
    private Path folder;

    @Test
    void every_type_that_labels_can_have_is_read_exactly_and_so_are_nulls() throws SQLException {
        Path file = write("""
                SELECT 'é' AS text, 'ab'::BLOB AS bytes, -5::TINYINT AS small, 4294967295::UINTEGER AS unsigned,
                    18446744073709551615::UBIGINT AS great, 1.5::FLOAT AS real, true AS truth, DATE '1969-12-31' AS day,
                    TIMESTAMP '1969-12-31 23:59:59.999999' AS time,
                    TIMESTAMPTZ '2026-01-02 03:04:05.000006+00' AS instant, -12.340::DECIMAL(12,3) AS price, 1 AS n
                UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2 ORDER BY n""");
        try (BufferAllocator allocator = new RootAllocator();
                LabelRows rows = new ParquetLabels().read(file, allocator)) {
            List<Map<String, @Nullable Object>> read = CanonicalRows.of(rows.root());
            assertThat(read).hasSize(2);
            assertThat(read.get(0).values())
                    .containsExactly(
                            "é",
                            "0x6162",
                            BigInteger.valueOf(-5),
                            BigInteger.valueOf(4294967295L),
                            new BigDecimal("18446744073709551615"),
                            1.5,
                            true,
                            LocalDate.of(1969, 12, 31),
                            LocalDateTime.parse("1969-12-31T23:59:59.999999"),
                            Instant.parse("2026-01-02T03:04:05.000006Z"),
                            new BigDecimal("-12.340"),
                            BigInteger.ONE);
            assertThat(read.get(1).values()).filteredOn(value -> value != null).hasSize(1);
        }
    }

    @Test
    void text_is_hex_as_in_other_files_and_a_mistake_is_named_by_its_row() throws SQLException {
        Path file = write("SELECT '0xAB' AS address, 'a' AS name UNION ALL SELECT '0xZZ', 'b'");
        assertThatThrownBy(() -> LabelFile.of(file).key("address").read().close())
                .hasMessageContaining("row 2, column 'address': '0xZZ' is no hex");
        try (Labels labels = LabelFile.of(file)
                .key("address")
                .type("address", LabelType.TEXT)
                .read()) {
            assertThat(labels.count()).isEqualTo(2);
        }
    }

    @Test
    void what_labels_cannot_have_and_what_is_no_parquet_is_refused() throws SQLException, IOException {
        assertRefused(write("SELECT 1 AS k, [1, 2] AS list"), "column 'list' is INTEGER[]");
        assertRefused(folder.resolve("missing.parquet"), "missing.parquet");
        assertRefused(Files.writeString(folder.resolve("text.parquet"), "no parquet"), "text.parquet");
    }

    private static void assertRefused(Path file, String words) {
        assertThatThrownBy(() -> LabelFile.of(file).key("k").read().close())
                .isInstanceOfSatisfying(
                        AmpException.class, error -> assertThat(error.code()).isEqualTo(LabelError.FILE))
                .hasMessageContaining(words);
    }

    /** The file's name has signs in it that DuckDB would take for a pattern. */
    private Path write(String select) throws SQLException {
        Path file = folder.resolve("labels [a]*.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
        }
        return file;
    }
}
