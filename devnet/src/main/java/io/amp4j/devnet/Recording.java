package io.amp4j.devnet;

import java.util.List;

/**
 * What a server answered to one query, as it came off the wire: to be replayed in tests.
 *
 * <p>The file begins with the eight bytes {@code AMPFLT01}. Then come records, each a four-byte big-endian length and as many
 * bytes: first the {@code FlightInfo} message, then each {@code FlightData} message in its order, in protobuf encoding,
 * without gRPC's own frame. The file ends behind a record.
 *
 * @param info the answer to {@code GetFlightInfo}; its ticket is replaced when it is replayed
 * @param messages the answer to {@code DoGet}
 */
public record Recording(byte[] info, List<byte[]> messages) {
    /** Takes a copy of the list. */
    public Recording {
        messages = List.copyOf(messages);
    }
}
