package com.example.jsonl;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.TestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A directory for one test, read as a user would: the manifest first, and then the files that it names. */
final class JsonlStore implements TestStore {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private final Path root;

    JsonlStore(Path directory) {
        this.root = directory.resolve("tables");
    }

    @Override
    public String uri() {
        return "jsonl:" + root;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(JsonlProvider.FORCE.name(), "false"); // what a killed process wrote is there all the same
    }

    @Override
    public Set<LoaderFeature> lacks() {
        return Set.of(LoaderFeature.UPSERT, LoaderFeature.DROP, LoaderFeature.PARALLEL_UNITS);
    }

    @Override
    public boolean hasFixedColumns() {
        return false;
    }

    @Override
    public boolean keeps(Field field) {
        return switch (field.getType().getTypeID()) {
            case Bool, Int, Decimal, Utf8, LargeUtf8, Utf8View -> true;
            case Binary, LargeBinary, BinaryView, FixedSizeBinary, Timestamp -> true;
            default -> false;
        };
    }

    @Override
    public @Nullable Object stored(Field field, @Nullable Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        } else if (value instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC).toString().replace("Z", "");
        }
        return value instanceof Instant instant ? instant.toString() : value;
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try {
            for (Path file : files(TableDirectory.of(root, table, false).path())) {
                for (String line : Files.readAllLines(file)) {
                    rows.add(row(JSON.readTree(line), columns));
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        Path manifest = directory.resolve(TableDirectory.MANIFEST);
        if (!Files.exists(manifest)) {
            return dataFiles(directory); // nothing says any more which of them count
        }
        List<Path> files = new ArrayList<>();
        for (JsonNode file : JSON.readTree(manifest.toFile()).required("files")) {
            files.add(directory.resolve(file.required("name").asText()));
        }
        return files;
    }

    static List<Path> dataFiles(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(".jsonl")).toList();
        }
    }

    private static Map<String, @Nullable Object> row(JsonNode json, List<Field> columns) throws IOException {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (Field column : columns) {
            if (json.has(column.getName())) {
                row.put(column.getName(), JSON.treeToValue(json.get(column.getName()), Object.class));
            }
        }
        return row;
    }

    @Override
    public void loseState() {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path manifest :
                    all.filter(file -> file.endsWith(TableDirectory.MANIFEST)).toList()) {
                Files.delete(manifest);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // the directory goes with the test
    }
}
