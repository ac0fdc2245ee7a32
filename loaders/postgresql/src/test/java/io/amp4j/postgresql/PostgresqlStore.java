package io.amp4j.postgresql;

import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.TestStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A database of its own for one test, on the server that all of them share. */
final class PostgresqlStore implements TestStore {
    private final String database = TestServer.newDatabase();

    @Override
    public String uri() {
        return TestServer.uri(database) + "?takeover-timeout=200ms&timestamps=truncate";
    }

    String database() {
        return database;
    }

    @Override
    public Set<LoaderFeature> lacks() {
        return Set.of(LoaderFeature.LOCKS_OUT_NEWCOMERS);
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns) {
        try (Connection connection = TestServer.connect(database);
                Statement statement = connection.createStatement()) {
            List<Field> there = present(connection, table, columns);
            String list = there.stream()
                    .map(Field::getName)
                    .map(PostgresqlDialect::quoted)
                    .collect(Collectors.joining(", "));
            String name = (table.schema() == null ? "" : PostgresqlDialect.quoted(table.schema()) + ".")
                    + PostgresqlDialect.quoted(table.name());
            try (ResultSet rows = statement.executeQuery("SELECT " + list + " FROM " + name)) {
                List<Map<String, @Nullable Object>> all = new ArrayList<>();
                while (rows.next()) {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    for (int i = 0; i < there.size(); i++) {
                        row.put(there.get(i).getName(), ReadBack.value(rows, i + 1, there.get(i)));
                    }
                    all.add(row);
                }
                return all;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Field> present(Connection connection, TableName table, List<Field> columns)
            throws SQLException {
        Set<String> names = new HashSet<>();
        try (ResultSet found = connection.getMetaData().getColumns(null, table.schema(), table.name(), null)) {
            while (found.next()) {
                names.add(found.getString("COLUMN_NAME"));
            }
        }
        return columns.stream()
                .filter(column -> names.contains(column.getName()))
                .toList();
    }

    /** Under {@code timestamps=truncate}, what is finer than a microsecond is cut off, but for times within JSON. */
    @Override
    public @Nullable Object stored(Field field, @Nullable Object value) {
        if (value instanceof LocalTime time) {
            return time.truncatedTo(ChronoUnit.MICROS);
        } else if (value instanceof LocalDateTime time) {
            return time.truncatedTo(ChronoUnit.MICROS);
        } else if (value instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.MICROS);
        } else if (value instanceof Duration duration) {
            return Duration.ofNanos(Math.floorDiv(duration.toNanos(), 1_000) * 1_000);
        } else if (value instanceof List<?> list) {
            return storedItems(field, list);
        }
        return value;
    }

    private List<@Nullable Object> storedItems(Field field, List<?> list) {
        List<@Nullable Object> items = new ArrayList<>();
        list.forEach(item -> items.add(stored(field.getChildren().get(0), item)));
        return items;
    }

    @Override
    public void loseState() {
        try {
            TestServer.execute(database, "DROP TABLE amp_stream, amp_stream_state, amp_stream_load");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        TestServer.dropDatabase(database);
    }
}
