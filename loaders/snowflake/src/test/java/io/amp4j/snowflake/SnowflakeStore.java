package io.amp4j.snowflake;

import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.sql.SqlColumn;
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
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A database of its own for one test, on the server that all of them share. */
final class SnowflakeStore implements TestStore {
    private final SnowflakeServer server = SnowflakeServer.shared();
    private final String database = server.newDatabase();
    private final String settings;

    /**
     * @param settings settings of the loader, each with an ampersand before it
     */
    SnowflakeStore(String settings) {
        this.settings = settings;
    }

    @Override
    public String uri() {
        return server.uri(database) + settings;
    }

    String database() {
        return database;
    }

    @Override
    public Set<LoaderFeature> lacks() {
        return Set.of(LoaderFeature.UPSERT, LoaderFeature.LOCKS_OUT_NEWCOMERS);
    }

    @Override
    public boolean keeps(Field field) {
        return ReadBack.keeps(field);
    }

    /** fakesnow 0.12 has 64 bits for a NUMBER(38,0), and divides counts of time as floating-point numbers, to microseconds. */
    @Override
    public boolean peerTakes(Field field) {
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Decimal decimal) {
            return decimal.getPrecision() < 38 || decimal.getScale() > 0;
        } else if (type instanceof ArrowType.Timestamp timestamp) {
            return timestamp.getUnit() == TimeUnit.SECOND;
        }
        return !(type instanceof ArrowType.Time time) || time.getUnit() != TimeUnit.NANOSECOND;
    }

    /** fakesnow 0.12 does not escape a quote when it remembers a table. */
    @Override
    public boolean peerTakes(String name) {
        return !name.contains("'");
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns) {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            Set<String> names = SnowflakeDialect.INSTANCE.columns(connection, table).stream()
                    .map(SqlColumn::name)
                    .collect(Collectors.toSet());
            List<Field> there = columns.stream()
                    .filter(column -> names.contains(column.getName()))
                    .toList();
            String list = there.stream().map(ReadBack::expression).collect(Collectors.joining(", "));
            try (ResultSet rows =
                    statement.executeQuery("SELECT " + list + " FROM " + SnowflakeDialect.INSTANCE.quote(table))) {
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

    @Override
    public void loseState() {
        server.execute(database, "DROP TABLE AMP_STREAM_STATE");
    }

    @Override
    public void close() {
        // The server's process ends with the tests, and its databases are in memory.
    }
}
