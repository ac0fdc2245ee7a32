package io.amp4j.snowflake;

import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.snowflake.Intents.Intent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Snowpipe Streaming of one destination, and what stands beside it in the database. Experimental: it has never met a real account. Thread-safe.
 *
 * @param access what its HTTP needs to know
 * @param client its HTTP
 * @param intents what is sent and not committed
 * @param pause how it waits
 */
record Snowpipe(PipeAccess access, PipeClient client, Intents intents, Pause pause) {
    Snowpipe(PipeAccess access, Intents intents, Pause pause) {
        this(access, new PipeClient(new PipeHttp(access, pause)), intents, pause);
    }

    /** Makes what a stream needs beside its table: the intents, the view, the pipe. */
    void prepare(Connection connection, LoadRequest request) throws SQLException {
        intents.create(connection);
        CommittedView.prepare(connection, request, intents);
        if (!request.schema().getFields().isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(pipe(request).statement());
            }
        }
    }

    PipeDefinition pipe(LoadRequest request) {
        List<String> markers = new ArrayList<>(TargetTable.of(request).markers());
        markers.add(MarkerColumns.ATTEMPT);
        return PipeDefinition.of(access, request.table(), request.schema().getFields(), markers);
    }

    /** Gives up what older jobs left open, under an epoch of which they know nothing; and deletes what came late of attempts that were given up before. */
    void takeOver(Connection connection, LoadRequest request) throws SQLException {
        List<Intent> all = intents.of(connection, request.streamId());
        List<Intent> given = all.stream().filter(Intent::isVoid).toList();
        settle(
                connection,
                request,
                all.stream().filter(intent -> !intent.isVoid()).toList());
        if (!given.isEmpty()) {
            deleteRows(connection, request, given);
            intents.forgetOld(connection, request.streamId(), Instant.now());
            connection.commit();
        }
    }

    /**
     * Gives attempts up: their channels are opened again, which shuts out whoever has them and discards what is under way; then nothing more can come, and their
     * rows are deleted.
     */
    void settle(Connection connection, LoadRequest request, List<Intent> left) throws SQLException {
        if (left.isEmpty()) {
            return;
        }
        for (Intent intent : left) {
            client.open(intent.pipe(), intent.channel());
        }
        deleteRows(connection, request, left);
        intents.makeVoid(connection, left, Instant.now());
        connection.commit();
    }

    private static void deleteRows(Connection connection, LoadRequest request, List<Intent> of) throws SQLException {
        delete(
                connection,
                SnowflakeDialect.INSTANCE.quote(request.table()),
                TargetTable.ATTEMPT + " IN (" + Intents.list(of) + ")");
    }

    static void delete(Connection connection, String table, String condition) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM " + table + " WHERE " + condition);
        }
    }
}
