package io.amp4j.postgresql;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.sql.SqlStreamStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Finds the rows of merged records: those whose id no other record names. */
final class UnnamedRows {
    private UnnamedRows() {}

    /** The ids that stay where some records go. */
    static List<BatchId> keptIds(Connection connection, PostgresqlSession session, List<StreamRecord> voided)
            throws SQLException {
        SqlStreamStates states = session.destination().states();
        SoleStream.require(connection, states, session.request());
        List<StreamRecord> kept =
                new ArrayList<>(states.read(connection, session.request().streamId())
                        .orElseThrow()
                        .records());
        kept.removeAll(voided);
        List<BatchId> ids = new ArrayList<>();
        for (StreamRecord record : kept) {
            BatchId id = record.id();
            if (id == null) {
                throw new AmpException(
                        LoadError.UNSUPPORTED,
                        "another merged record, of " + record.range()
                                + ", stays: its rows cannot be told from those that go. Rewind to before it");
            }
            ids.add(id);
        }
        return ids;
    }
}
