package io.amp4j.devnet.internal.wire;

import io.amp4j.devnet.Faults;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The faults that are due. */
public final class FaultPlan implements Faults {
    private static final long NEVER = Long.MAX_VALUE;

    private final Connections connections;
    private volatile Duration callLatency = Duration.ZERO;
    private volatile Duration messageLatency = Duration.ZERO;
    private volatile @Nullable UnaryOperator<byte[]> change;
    private long messagesToCut = NEVER;
    private long messagesToFail = NEVER;
    private Status failure = Status.UNKNOWN;
    private int callsToFail;
    private Status callFailure = Status.UNKNOWN;

    FaultPlan(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Faults cutAfterBytes(long bytes) {
        connections.cutAfter(bytes);
        return this;
    }

    @Override
    public synchronized Faults cutAfterMessages(long messages) {
        messagesToCut = messages;
        return this;
    }

    @Override
    public synchronized Faults failAfterMessages(long messages, Status status) {
        messagesToFail = messages;
        failure = status;
        return this;
    }

    @Override
    public synchronized Faults failNext(int calls, Status status) {
        callsToFail = calls;
        callFailure = status;
        return this;
    }

    @Override
    public Faults latencyPerCall(Duration latency) {
        callLatency = latency;
        return this;
    }

    @Override
    public Faults latencyPerMessage(Duration latency) {
        messageLatency = latency;
        return this;
    }

    @Override
    public Faults rewriteMessages(UnaryOperator<byte[]> rewrite) {
        change = rewrite;
        return this;
    }

    @Override
    public Faults cutNow() {
        connections.cutAll();
        return this;
    }

    @Override
    public synchronized Faults clear() {
        connections.cutAfter(NEVER);
        messagesToCut = NEVER;
        messagesToFail = NEVER;
        callsToFail = 0;
        callLatency = Duration.ZERO;
        messageLatency = Duration.ZERO;
        change = null;
        return this;
    }

    /** Waits as a call has to, and says whether it fails. */
    Optional<Status> beforeCall() {
        pause(callLatency);
        synchronized (this) {
            if (callsToFail == 0) {
                return Optional.empty();
            }
            callsToFail--;
            return Optional.of(callFailure);
        }
    }

    /** Waits as a message has to. */
    void beforeMessage() {
        pause(messageLatency);
    }

    /** Counts a message that is about to be sent: empty if it is sent, else what is said or done instead. */
    synchronized Optional<Status> failureBeforeMessage() {
        if (messagesToFail == 0) {
            messagesToFail = NEVER;
            return Optional.of(failure);
        }
        if (messagesToFail != NEVER) {
            messagesToFail--;
        }
        return Optional.empty();
    }

    synchronized boolean cutsBeforeMessage() {
        if (messagesToCut == 0) {
            messagesToCut = NEVER;
            return true;
        }
        if (messagesToCut != NEVER) {
            messagesToCut--;
        }
        return false;
    }

    Outgoing rewritten(Outgoing message) {
        UnaryOperator<byte[]> rewrite = change;
        if (rewrite == null) {
            return message;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.size());
        try {
            message.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Outgoing.of(rewrite.apply(bytes.toByteArray()));
    }

    private static void pause(Duration latency) {
        if (latency.isZero()) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(latency.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CutException();
        }
    }
}
