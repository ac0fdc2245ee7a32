package io.amp4j.parquetfiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.CanonicalRows;
import io.amp4j.loader.testkit.TestStore;
import io.amp4j.storage.Storage;
import io.amp4j.storage.Storages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.duckdb.DuckDBResultSet;
import org.jspecify.annotations.Nullable;

/** A destination for one test, read as a user would: the manifest first, and then DuckDB over the files that it names. */
final class ParquetFilesStore implements TestStore {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int BATCH = 2_048;

    private final String location;
    private final Map<String, String> settings;
    private final Path copies;

    private ParquetFilesStore(String location, Map<String, String> settings, Path copies) {
        this.location = location;
        this.settings = settings;
        this.copies = copies;
    }

    static ParquetFilesStore onDisk(Path directory) {
        // What a killed process wrote is there all the same; only the computer's own end would take it.
        return new ParquetFilesStore(
                directory.resolve("the tables").toString(), Map.of("force", "false"), directory.resolve("copies"));
    }

    static ParquetFilesStore inBucket(String location, Map<String, String> settings, Path directory) {
        return new ParquetFilesStore(location, settings, directory.resolve("copies"));
    }

    @Override
    public String uri() {
        return "parquet:" + location;
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public Set<LoaderFeature> lacks() {
        return Set.of(LoaderFeature.UPSERT, LoaderFeature.LOCKS_OUT_NEWCOMERS);
    }

    Storage storage() {
        return Storages.open(location, Config.of("parquet:" + location, settings, new ParquetFilesProvider().keys()));
    }

    @Override
    public boolean keeps(Field field) {
        ArrowType type = field.getType();
        boolean wide = type instanceof ArrowType.Decimal decimal && decimal.getBitWidth() == 256;
        return !wide && !(type instanceof ArrowType.Interval);
    }

    @Override
    public @Nullable Object stored(Field field, @Nullable Object value) {
        return CanonicalRows.replacing(field, value, ParquetFilesStore::storedLeaf);
    }

    /** Parquet has no durations: a reader of the Arrow schema beside them knows them, DuckDB reads the number. */
    private static Object storedLeaf(Field field, Object value) {
        if (!(value instanceof Duration duration)) {
            return value;
        }
        BigInteger nanos = BigInteger.valueOf(duration.getSeconds())
                .multiply(BigInteger.valueOf(1_000_000_000))
                .add(BigInteger.valueOf(duration.getNano()));
        long unit = switch (((ArrowType.Duration) field.getType()).getUnit()) {
            case SECOND -> 1_000_000_000;
            case MILLISECOND -> 1_000_000;
            case MICROSECOND -> 1_000;
            case NANOSECOND -> 1;
        };
        return nanos.divide(BigInteger.valueOf(unit));
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns) {
        try (Storage storage = storage()) {
            List<Path> files = new ArrayList<>();
            String folder = FolderNames.of(table);
            for (String file : files(storage, folder)) {
                files.add(local(storage, folder + "/" + file));
            }
            return files.isEmpty() ? List.of() : query(files, columns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those that the manifest names; all, where nothing says any more which of them count. */
    private static List<String> files(Storage storage, String folder) throws IOException {
        var manifest = storage.readVersioned(folder + "/" + TableFolder.MANIFEST);
        List<String> files = new ArrayList<>();
        if (manifest.isEmpty()) {
            storage.list(folder + "/").forEach(file -> files.add(file.name().substring(folder.length() + 1)));
            return files;
        }
        for (JsonNode file : MAPPER.readTree(manifest.get().content()).required("files")) {
            files.add(file.required("name").textValue());
        }
        return files;
    }

    private Path local(Storage storage, String name) throws IOException {
        Path copy = copies.resolve(name);
        if (!Files.exists(copy)) {
            Files.createDirectories(copy.getParent());
            Files.write(copy, storage.read(name));
        }
        return copy;
    }

    private static List<Map<String, @Nullable Object>> query(List<Path> files, List<Field> columns)
            throws SQLException, IOException {
        String from = "read_parquet(["
                + files.stream()
                        .map(file -> "'" + file.toString().replace("'", "''") + "'")
                        .collect(Collectors.joining(", "))
                + "], union_by_name = true)";
        try (BufferAllocator allocator = new RootAllocator();
                Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            Set<String> there = new HashSet<>();
            try (ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + from)) {
                while (described.next()) {
                    there.add(described.getString(1));
                }
            }
            String list = columns.stream()
                    .map(Field::getName)
                    .filter(there::contains)
                    .map(name -> "\"" + name.replace("\"", "\"\"") + "\"")
                    .collect(Collectors.joining(", "));
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery("SELECT " + list + " FROM " + from);
                    ArrowReader reader =
                            (ArrowReader) result.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, BATCH)) {
                while (reader.loadNextBatch()) {
                    rows.addAll(CanonicalRows.of(reader.getVectorSchemaRoot()));
                }
            }
            return rows;
        }
    }

    @Override
    public void loseState() {
        try (Storage storage = storage()) {
            storage.delete(storage.folders("").stream()
                    .map(folder -> folder + "/" + TableFolder.MANIFEST)
                    .toList());
        }
    }

    @Override
    public void close() {
        // the directory goes with the test
    }
}
