package io.amp4j.duckdb;

import io.amp4j.client.BatchId;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.SharedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
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

    static void requireSoleStream(Connection connection, LoadRequest request) throws SQLException {
        SharedTable.requireSole(request, DuckDbLoader.STATES.readAll(connection, Optional.of(request.table())));
    }

    private static String list(Collection<BatchId> ids) {
        return ids.stream().map(id -> "'" + id.value() + "'").collect(Collectors.joining(", ", "(", ")"));
    }
}
