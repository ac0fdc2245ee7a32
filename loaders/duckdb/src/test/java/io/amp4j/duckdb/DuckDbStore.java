package io.amp4j.duckdb;

import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.CanonicalRows;
import io.amp4j.loader.testkit.IntervalValue;
import io.amp4j.loader.testkit.TestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.duckdb.DuckDBResultSet;
import org.jspecify.annotations.Nullable;

/** A database file for one test. */
final class DuckDbStore implements TestStore {
    private static final int BATCH = 2_048;

    private final Path file;

    DuckDbStore(Path directory) {
        this.file = directory.resolve("test data.duckdb");
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:" + file);
    }

    @Override
    public String uri() {
        return "duckdb:" + file;
    }

    @Override
    public Set<LoaderFeature> lacks() {
        return Set.of(LoaderFeature.PARALLEL_UNITS);
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns) {
        String name = DuckDbDialect.INSTANCE.quote(table);
        try (BufferAllocator allocator = new RootAllocator();
                Connection connection = connect();
                Statement statement = connection.createStatement()) {
            Set<String> there = DuckDbDialect.INSTANCE.columns(connection, table).stream()
                    .map(column -> column.name())
                    .collect(Collectors.toSet());
            String list = columns.stream()
                    .map(Field::getName)
                    .filter(there::contains)
                    .map(DuckDbDialect.INSTANCE::quote)
                    .collect(Collectors.joining(", "));
            try (ResultSet rows = statement.executeQuery("SELECT " + list + " FROM " + name);
                    ArrowReader reader =
                            (ArrowReader) rows.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, BATCH)) {
                List<Map<String, @Nullable Object>> all = new ArrayList<>();
                while (reader.loadNextBatch()) {
                    all.addAll(CanonicalRows.of(reader.getVectorSchemaRoot()));
                }
                return all;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void loseState() {
        execute("DROP TABLE amp_stream");
        execute("DROP TABLE amp_stream_state");
        execute("DROP TABLE amp_stream_load");
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public @Nullable Object stored(Field field, @Nullable Object value) {
        return CanonicalRows.replacing(field, value, DuckDbStore::storedLeaf);
    }

    private static Object storedLeaf(Field field, Object value) {
        ArrowType type = field.getType();
        if (value instanceof BigDecimal number && DuckDbTypes.isWideDecimal(type)) {
            return number.toPlainString();
        }
        if (value instanceof Instant instant && ((ArrowType.Timestamp) type).getUnit() == TimeUnit.NANOSECOND) {
            return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        }
        if (value instanceof Duration duration) {
            return storedDuration(duration, ((ArrowType.Duration) type).getUnit());
        }
        return value;
    }

    private static Object storedDuration(Duration duration, TimeUnit unit) {
        return unit == TimeUnit.NANOSECOND
                ? BigInteger.valueOf(duration.toNanos())
                : new IntervalValue(0, 0, duration.toNanos());
    }

    @Override
    public void close() {
        // The directory goes with the test.
    }
}
