package io.amp4j.duckdb;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.StreamState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The statements that delete rows by what marks them. Batch ids are hex digits, so they can stand in a statement as they are. */
final class RowDeletion {
    private RowDeletion() {}

    static String byId(String table, Collection<BatchId> ids) {
        return "DELETE FROM " + table + " WHERE " + MarkerColumns.BATCH_ID + " IN " + list(ids);
    }

    static String marked(String table) {
        return "DELETE FROM " + table + " WHERE " + MarkerColumns.BATCH_ID + " IS NOT NULL";
    }

    static String markedBut(String table, Collection<BatchId> kept) {
        return kept.isEmpty()
                ? marked(table)
                : marked(table) + " AND " + MarkerColumns.BATCH_ID + " NOT IN " + list(kept);
    }

    /** Rows of merged records carry ids that nobody remembers: they can be told only where the table has one stream. */
    static void requireSoleStream(Connection connection, LoadRequest request, DuckDbLocation location)
            throws SQLException {
        List<StreamState> others = DuckDbLoader.STATES.readAll(connection, Optional.of(request.table())).stream()
                .filter(state -> !state.header().streamId().equals(request.streamId()))
                .toList();
        if (!others.isEmpty()) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "stream '" + others.get(0).header().streamId() + "' fills table " + request.table() + " of "
                            + location
                            + " too, so the rows of old, merged microbatches cannot be told from its own."
                            + " Load into a table of its own");
        }
    }

    private static String list(Collection<BatchId> ids) {
        return ids.stream().map(id -> "'" + id.value() + "'").collect(Collectors.joining(", ", "(", ")"));
    }
}
