package io.amp4j.client.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchStream;
import io.amp4j.client.Cursor;
import io.amp4j.client.Query;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.admin.SqlDataset;
import io.amp4j.client.internal.decode.BatchDecoder;
import io.amp4j.client.internal.decode.SchemaReader;
import io.amp4j.client.internal.wire.Connection;
import io.amp4j.client.internal.wire.FlightPlan;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A query over Flight: planned anew each time it is run. */
public final class FlightQuery implements Query {
    private static final String STREAM = "amp-stream";
    private static final String RESUME = "amp-resume";

    private final String sql;
    private final Connection connection;
    private final BufferAllocator allocator;
    private final Supplier<AdminClient> admin;

    /**
     * A query that has not been run.
     *
     * @param sql its text
     * @param connection the way to the server
     * @param allocator where batches go
     * @param admin the Admin API of the same server
     */
    public FlightQuery(String sql, Connection connection, BufferAllocator allocator, Supplier<AdminClient> admin) {
        this.sql = sql;
        this.connection = connection;
        this.allocator = allocator;
        this.admin = admin;
    }

    @Override
    public String sql() {
        return sql;
    }

    @Override
    public Query withSql(String other) {
        return new FlightQuery(other, connection, allocator, admin);
    }

    @Override
    public SqlDataset withDependency(String alias, String dataset) {
        return new SqlDataset(admin, sql).withDependency(alias, dataset);
    }

    @Override
    public Schema schema() {
        return announced(connection.plan(sql, Map.of()));
    }

    @Override
    public BatchStream batches() {
        return open(Map.of(STREAM, "false"), connection.options().queryTimeout());
    }

    @Override
    public BatchStream stream(@Nullable Cursor cursor) {
        Map<String, String> headers = new TreeMap<>();
        headers.put(STREAM, "true");
        if (cursor != null) {
            headers.put(RESUME, ResumeHeader.of(cursor));
        }
        return open(headers, null);
    }

    private BatchStream open(Map<String, String> headers, @Nullable Duration timeout) {
        FlightPlan plan = connection.plan(sql, headers);
        BatchDecoder decoder = new BatchDecoder(
                announced(plan), allocator, connection.options().maxMessageBytes());
        try {
            return new FlightBatchStream(decoder, () -> connection.read(plan, headers, timeout));
        } catch (AmpException e) {
            decoder.close();
            throw e;
        }
    }

    private static Schema announced(FlightPlan plan) {
        return SchemaReader.plain(SchemaReader.readEncapsulated(plan.schema()));
    }

    @Override
    public String toString() {
        return "Query[" + sql + "]";
    }
}
