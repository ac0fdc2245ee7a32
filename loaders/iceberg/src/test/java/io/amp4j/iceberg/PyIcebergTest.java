package io.amp4j.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.TableName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PyIceberg, which shares no code with what wrote the table, reads the same rows. Needs {@code -Damp4j.pyiceberg.python}. */
@Tag("pyiceberg")
class PyIcebergTest extends IcebergTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({"2, ''", "3, ''", "2, 'day(time), bucket(3, hash)'"})
    void reads_every_row_after_a_reorg(int format, String partitions) throws Exception {
        List<String> settings = new ArrayList<>(List.of("format-version=" + format));
        if (!partitions.isEmpty()) {
            settings.add("partition-by=" + partitions);
        }
        try (Loader loader = loader(settings.toArray(String[]::new));
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0, A1);
            Blocks.commit(session, allocator, List.of(), A2);
            Blocks.commit(session, allocator, List.of(A2), B2);
        }
        List<Map<String, @Nullable String>> read = readByPython();
        assertThat(read).hasSize((int) (A0.blocks() + A1.blocks() + B2.blocks()) * Blocks.ROWS_A_BLOCK);
        assertThat(read).containsExactlyInAnyOrderElementsOf(readByIceberg());
    }

    private List<Map<String, @Nullable String>> readByIceberg() {
        List<Field> columns = new ArrayList<>(Blocks.SCHEMA.getFields());
        columns.add(Field.nullable(MarkerColumns.BATCH_ID, ArrowType.Utf8.INSTANCE));
        return store.rows(new TableName(null, "blocks"), columns).stream()
                .map(row -> {
                    Map<String, @Nullable String> text = new LinkedHashMap<>();
                    row.forEach((name, value) -> text.put(name, text(value)));
                    return text;
                })
                .toList();
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value instanceof Instant instant) {
            return String.valueOf(Duration.between(Instant.EPOCH, instant).toNanos());
        }
        return value == null ? null : value.toString();
    }

    private List<Map<String, @Nullable String>> readByPython() throws IOException, InterruptedException {
        Process python = new ProcessBuilder(
                        System.getProperty("amp4j.pyiceberg.python"),
                        Path.of("src/test/python/rows.py").toString(),
                        store.warehouse().resolve("catalog.db").toString(),
                        store.warehouse().toString(),
                        "blocks")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        for (String line : new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            Map<String, @Nullable String> row = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : MAPPER.readTree(line).properties()) {
                row.put(
                        field.getKey(),
                        field.getValue().isNull() ? null : field.getValue().asText());
            }
            rows.add(row);
        }
        assertThat(python.waitFor()).as("PyIceberg's exit").isZero();
        return rows;
    }
}
