package io.amp4j.devnet.internal.wire;

import io.grpc.ServerCall;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits for the one request of a call, and passes on what the client does afterwards. */
final class CallListener extends ServerCall.Listener<byte[]> {
    private final Outlet outlet;
    private final Runnable wake;
    private final Consumer<byte[]> answer;
    private byte @Nullable [] request;

    CallListener(Outlet outlet, Runnable wake, Consumer<byte[]> answer) {
        this.outlet = outlet;
        this.wake = wake;
        this.answer = answer;
    }

    @Override
    public void onMessage(byte[] message) {
        request = message;
    }

    @Override
    public void onHalfClose() {
        answer.accept(request == null ? new byte[0] : request);
    }

    @Override
    public void onReady() {
        outlet.ready();
    }

    @Override
    public void onCancel() {
        outlet.cancel();
        wake.run();
    }
}
