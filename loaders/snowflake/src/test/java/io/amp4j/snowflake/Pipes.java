package io.amp4j.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pipes that were created, and what Snowflake does with rows that come through them: their own casts are run by fakesnow, as an insert. */
final class Pipes implements SnowpipeStub.Sink {
    private static final Pattern CREATE = Pattern.compile(
            "CREATE PIPE IF NOT EXISTS \"([^\"]+)\"\\.\"([^\"]+)\"\\.\"([^\"]+)\" AS COPY INTO (.*) FROM \\(SELECT (.*)"
                    + " FROM TABLE\\(DATA_SOURCE\\(TYPE => 'STREAMING'\\)\\)\\)");

    private final Logins logins;
    private final AtomicInteger refusing = new AtomicInteger();
    private final Map<String, Copy> copies = new ConcurrentHashMap<>();
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();

    /** How to log in to a database. */
    interface Logins {
        Connection connect(String database) throws SQLException;
    }

    Pipes(Logins logins) {
        this.logins = logins;
    }

    /** Whether a statement created a pipe. */
    boolean create(String sql) {
        Matcher create = CREATE.matcher(sql);
        if (!create.matches()) {
            return false;
        }
        copies.put(
                create.group(1) + "." + create.group(2) + "." + create.group(3),
                new Copy(create.group(1), create.group(4), create.group(5)));
        return true;
    }

    /** The next rows that come are refused. */
    void refuseNext(int rows) {
        refusing.set(rows);
    }

    @Override
    public int accept(String pipe, List<JsonNode> rows) {
        Copy copy = copies.get(pipe);
        int refused = Math.min(refusing.getAndSet(0), rows.size());
        String lines = SnowflakeDialect.text(rows.subList(refused, rows.size()).toString());
        String insert =
                "INSERT INTO " + copy.target() + " SELECT " + copy.values().replace("$1:", "r.J:")
                        + " FROM (SELECT VALUE AS J FROM TABLE(FLATTEN(PARSE_JSON(" + lines + ")))) r";
        Connection connection = connections.computeIfAbsent(copy.database(), this::connect);
        synchronized (connection) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(insert);
                return refused;
            } catch (SQLException e) {
                return rows.size();
            }
        }
    }

    private Connection connect(String database) {
        try {
            return logins.connect(database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Copy(String database, String target, String values) {}
}
