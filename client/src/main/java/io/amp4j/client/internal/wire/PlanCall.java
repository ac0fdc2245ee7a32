package io.amp4j.client.internal.wire;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One {@code GetFlightInfo}. */
final class PlanCall extends ClientCall.Listener<byte[]> {
    private final ClientCall<byte[], byte[]> call;
    private final Connection connection;
    private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
    private byte @Nullable [] message;

    PlanCall(ClientCall<byte[], byte[]> call, Connection connection) {
        this.call = call;
        this.connection = connection;
    }

    void start(byte[] request, Metadata headers) {
        call.start(this, headers);
        // Two, so that a server that answers twice is found out.
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
    }

    @Override
    public void onMessage(byte[] bytes) {
        message = bytes;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (!status.isOk()) {
            answer.completeExceptionally(connection.planError(status));
        } else if (message == null) {
            answer.completeExceptionally(
                    new AmpException(ClientError.NOT_AMP_SERVER, "the server planned the query but sent no plan"));
        } else {
            answer.complete(message);
        }
    }

    FlightPlan await(Duration connectTimeout, BooleanSupplier connected) {
        try {
            return FlightPlan.parse(bytes(connectTimeout, connected));
        } catch (InterruptedException e) {
            call.cancel("interrupted", e);
            Thread.currentThread().interrupt();
            throw StatusErrors.cancelled(e);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    private byte[] bytes(Duration connectTimeout, BooleanSupplier connected)
            throws InterruptedException, ExecutionException {
        try {
            return answer.get(connectTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (connected.getAsBoolean()) {
                return answer.get();
            }
            call.cancel("no connection in time", e);
            throw new AmpException(
                    ClientError.UNAVAILABLE,
                    "no connection to " + connection.options().server() + " within " + connectTimeout
                            + "; check the address, or raise connectTimeout");
        }
    }

    /** The same error, with a stack that leads to the caller. */
    private static AmpException rethrown(Throwable cause) {
        if (cause instanceof AmpException e) {
            e.setStackTrace(new AmpException(e.code(), "").getStackTrace());
            return e;
        }
        return new AmpException(ClientError.SERVER_FAILED, "the query could not be planned", cause);
    }
}
