package io.amp4j.postgresql;

import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.TestStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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
        return TestServer.uri(database) + "?takeover-timeout=200ms";
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
        Set<String> names = new java.util.HashSet<>();
        try (ResultSet found = connection.getMetaData().getColumns(null, table.schema(), table.name(), null)) {
            while (found.next()) {
                names.add(found.getString("COLUMN_NAME"));
            }
        }
        return columns.stream()
                .filter(column -> names.contains(column.getName()))
                .toList();
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
