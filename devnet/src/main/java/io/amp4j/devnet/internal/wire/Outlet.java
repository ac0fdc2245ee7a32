package io.amp4j.devnet.internal.wire;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The sending side of one call: waits while the client does not read, and for the faults that are due. Its methods may be
 * called from several threads.
 */
final class Outlet {
    /** How many bytes may wait in the server before the next message is made. */
    private static final int READY_BYTES = 1 << 20;

    private static final long CUT_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ServerCall<byte[], Outgoing> call;
    private final FaultPlan faults;
    private final Connections connections;
    private boolean closed;
    private boolean headersSent;
    private volatile boolean cancelled;
    private volatile long lastSent = System.nanoTime();

    Outlet(ServerCall<byte[], Outgoing> call, FaultPlan faults, Connections connections) {
        this.call = call;
        this.faults = faults;
        this.connections = connections;
        call.setOnReadyThreshold(READY_BYTES);
    }

    boolean isCancelled() {
        return cancelled;
    }

    long nanosSinceLastMessage() {
        return System.nanoTime() - lastSent;
    }

    synchronized void cancel() {
        cancelled = true;
        notifyAll();
    }

    synchronized void ready() {
        notifyAll();
    }

    /** Sends a message, once the client is ready for it. */
    void send(Outgoing message) {
        faults.beforeMessage();
        synchronized (this) {
            awaitReady();
            Optional<Status> failure = faults.failureBeforeMessage();
            if (failure.isPresent()) {
                close(failure.get());
                throw new CutException();
            }
            if (faults.cutsBeforeMessage()) {
                awaitDrained();
                connections.cutAll();
                throw new CutException();
            }
            put(faults.rewritten(message));
        }
    }

    /** Sends a message if the client takes it at once. */
    synchronized void offer(Outgoing message) {
        if (!closed && !cancelled && call.isReady()) {
            put(message);
        }
    }

    private void put(Outgoing message) {
        sendHeaders();
        call.sendMessage(message);
        lastSent = System.nanoTime();
    }

    private void sendHeaders() {
        if (!headersSent) {
            headersSent = true;
            call.sendHeaders(new Metadata());
        }
    }

    private void awaitReady() {
        awaitReady(Long.MAX_VALUE, 0);
        if (cancelled || closed) {
            throw new CutException();
        }
    }

    /** What was sent before a cut is to arrive: waits until the transport has taken all of it. */
    private void awaitDrained() {
        call.setOnReadyThreshold(1);
        awaitReady(CUT_PATIENCE_NANOS, 1);
    }

    private void awaitReady(long patienceNanos, long pauseMillis) {
        long start = System.nanoTime();
        try {
            while (!call.isReady() && !cancelled && !closed && System.nanoTime() - start < patienceNanos) {
                wait(pauseMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CutException();
        }
    }

    /** Ends the call; later calls do nothing. */
    synchronized void close(Status status) {
        if (closed || cancelled) {
            return;
        }
        closed = true;
        if (status.isOk()) {
            sendHeaders();
        }
        call.close(status, new Metadata());
    }
}
