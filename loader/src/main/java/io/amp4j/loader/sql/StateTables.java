package io.amp4j.loader.sql;

import io.amp4j.loader.spi.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The three tables: names and shapes. The types are those that all of our databases share. */
final class StateTables {
    /** Raised when the shape or the meaning of the tables changes. */
    static final int FORMAT = 1;

    private final SqlDialect dialect;
    private final TableName streamName;
    final String stream;
    final String records;
    final String loads;

    StateTables(SqlDialect dialect, @Nullable String schema) {
        this.dialect = dialect;
        this.streamName = new TableName(schema, "amp_stream");
        this.stream = dialect.quote(streamName);
        this.records = dialect.quote(new TableName(schema, "amp_stream_state"));
        this.loads = dialect.quote(new TableName(schema, "amp_stream_load"));
    }

    boolean exist(Connection connection) throws SQLException {
        return !dialect.columns(connection, streamName).isEmpty();
    }

    List<String> createStatements() {
        return List.of(
                "CREATE TABLE IF NOT EXISTS " + stream
                        + " (stream_id VARCHAR NOT NULL, format INTEGER NOT NULL, table_schema VARCHAR, table_name VARCHAR NOT NULL,"
                        + " from_block BIGINT, to_block BIGINT, query_fingerprint VARCHAR NOT NULL,"
                        + " schema_fingerprint VARCHAR NOT NULL, network VARCHAR, epoch BIGINT NOT NULL, seq BIGINT NOT NULL"
                        + dialect.stateKey("stream_id") + ")",
                "CREATE TABLE IF NOT EXISTS " + records
                        + " (stream_id VARCHAR NOT NULL, batch_id VARCHAR, network VARCHAR NOT NULL, first_block BIGINT NOT NULL,"
                        + " last_block BIGINT NOT NULL, last_hash VARCHAR, prev_hash VARCHAR,"
                        + " committed_at TIMESTAMP WITH TIME ZONE, attempt VARCHAR"
                        + dialect.stateKey("stream_id", "first_block") + ")",
                "CREATE TABLE IF NOT EXISTS " + loads
                        + " (stream_id VARCHAR NOT NULL, load_id VARCHAR NOT NULL, batch_id VARCHAR NOT NULL, seq BIGINT NOT NULL,"
                        + " row_count BIGINT NOT NULL, committed_at TIMESTAMP WITH TIME ZONE NOT NULL"
                        + dialect.stateKey("stream_id", "load_id") + ")");
    }
}
