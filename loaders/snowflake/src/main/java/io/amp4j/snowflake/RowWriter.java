package io.amp4j.snowflake;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** How a unit's rows get into its transaction. Used by one thread. */
interface RowWriter extends AutoCloseable {
    /** Takes rows; nothing of them may be in the table before {@link #finish}. */
    void write(Connection connection, BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows)
            throws SQLException;

    /** Brings all rows into the table, within the connection's transaction. */
    void finish(Connection connection) throws SQLException;

    /** Frees what is held. Never throws. */
    @Override
    void close();
}
