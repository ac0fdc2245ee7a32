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

/** A place of its own for one test. */
class SnowflakeStore implements TestStore {
    private final SnowflakeHome home;
    private final String place;
    private final String query;

    /**
     * A database on the server that all tests share.
     *
     * @param query settings of the loader, each with an ampersand before it
     */
    SnowflakeStore(String query) {
        this(SnowflakeServer.shared(), query);
    }

    SnowflakeStore(SnowflakeHome home, String query) {
        this.home = home;
        this.place = home.newPlace();
        this.query = query;
    }

    @Override
    public String uri() {
        return home.uri(place) + query;
    }

    @Override
    public Map<String, String> settings() {
        return home.settings();
    }

    SnowflakeHome home() {
        return home;
    }

    String place() {
        return place;
    }

    @Override
    public Set<LoaderFeature> lacks() {
        return Set.of(LoaderFeature.LOCKS_OUT_NEWCOMERS);
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
        try (Connection connection = home.connect(place);
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
        home.execute(place, "DROP TABLE AMP_STREAM_STATE");
    }

    @Override
    public void close() {
        home.drop(place);
    }
}
