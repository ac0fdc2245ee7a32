package io.amp4j.devnet.internal.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.amp4j.devnet.internal.sql.Planner.Mode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a ticket says. It holds the whole query, so that it outlives a restart of the server.
 *
 * @param sql the query
 * @param mode how it is to be run
 * @param resume the header's cursor as it came, or null
 */
record Ticket(String sql, Mode mode, @Nullable String resume) {
    byte[] bytes() {
        return FlightMessages.message(out -> {
            out.writeString(1, sql);
            out.writeString(2, mode.name());
            if (resume != null) {
                out.writeString(3, resume);
            }
        });
    }

    /** Reads the ticket of a DoGet. */
    static Ticket of(byte[] message) throws FlightMessages.MalformedException {
        try {
            byte[] ticket = FlightMessages.field(CodedInputStream.newInstance(message), 1)
                    .orElse(ByteString.EMPTY)
                    .toByteArray();
            String sql = text(ticket, 1);
            String mode = text(ticket, 2);
            if (sql == null || mode == null) {
                throw new FlightMessages.MalformedException("the ticket is not one of this server's");
            }
            return new Ticket(sql, Mode.valueOf(mode), text(ticket, 3));
        } catch (IOException | IllegalArgumentException e) {
            throw new FlightMessages.MalformedException("the ticket is not one of this server's");
        }
    }

    private static @Nullable String text(byte[] ticket, int field) throws IOException {
        return FlightMessages.field(CodedInputStream.newInstance(ticket), field)
                .map(ByteString::toStringUtf8)
                .orElse(null);
    }
}
