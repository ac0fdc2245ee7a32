package io.amp4j.postgresql;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.sql.SqlStreamStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Rows that no record names can be told only where one stream fills the table. */
final class SoleStream {
    private SoleStream() {}

    static void require(Connection connection, SqlStreamStates states, LoadRequest request) throws SQLException {
        for (StreamState state : states.readAll(connection, Optional.of(request.table()))) {
            String other = state.header().streamId();
            if (!other.equals(request.streamId())) {
                throw new AmpException(
                        LoadError.UNSUPPORTED,
                        "stream '" + other + "' fills table " + request.table()
                                + " too, so the rows of old, merged microbatches cannot be told from its own. Load into a table of its own");
            }
        }
    }
}
