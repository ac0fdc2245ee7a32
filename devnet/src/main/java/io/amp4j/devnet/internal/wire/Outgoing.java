package io.amp4j.devnet.internal.wire;

import java.io.IOException;
import java.io.OutputStream;

/** A message in protobuf encoding, on its way out. */
interface Outgoing {
    /** How many bytes {@link #writeTo} writes. */
    int size();

    /** Writes the message; called once, before the call that sends it returns. */
    void writeTo(OutputStream out) throws IOException;

    /** A message that is there already. */
    static Outgoing of(byte[] message) {
        return new Outgoing() {
            @Override
            public int size() {
                return message.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(message);
            }
        };
    }
}
