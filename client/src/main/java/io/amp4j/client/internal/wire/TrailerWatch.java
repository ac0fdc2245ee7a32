package io.amp4j.client.internal.wire;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/** Knows whether a call's status came from the server, or was made up on this side. */
final class TrailerWatch extends ClientStreamTracer.Factory {
    private volatile boolean seen;

    boolean seen() {
        return seen;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
        return new ClientStreamTracer() {
            @Override
            public void inboundTrailers(Metadata trailers) {
                seen = true;
            }
        };
    }
}
