package io.amp4j.postgresql;

import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.SharedTable;
import io.amp4j.loader.sql.SqlStreamStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the rows of merged records: those whose id no other record names. */
final class UnnamedRows {
    private UnnamedRows() {}

    /** The ids that stay where some records go. */
    static Set<BatchId> keptIds(Connection connection, PostgresqlSession session, List<StreamRecord> voided)
            throws SQLException {
        SqlStreamStates states = session.destination().states();
        SharedTable.requireSole(
                session.request(),
                states.readAll(connection, Optional.of(session.request().table())));
        return states.read(connection, session.request().streamId())
                .orElseThrow()
                .idsWithout(voided);
    }
}
