package io.amp4j.client.internal.wire;

import io.amp4j.client.AmpException;
import io.amp4j.client.memory.BufferPool;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of one {@code DoGet}, between the network's thread and the reader's. The next message is asked for only while fewer bytes
 * wait than the credit allows, so memory is bounded by the credit and one message, however large or small the messages are.
 */
public final class FrameQueue extends ClientCall.Listener<FlightFrame> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameQueue.class);
    private static final long CLOSE_SECONDS = 10;

    private final ClientCall<byte[], FlightFrame> call;
    private final long creditBytes;
    private final BufferPool bodies;
    private final Function<Status, AmpException> errors;
    private final BooleanSupplier renewal;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<FlightFrame> frames = new ArrayDeque<>();
    private long waitingBytes;
    private Predicate<FlightFrame> last = frame -> false;
    private boolean asked = true;
    private boolean complete;
    private boolean ended;
    private boolean cancelled;
    private @Nullable AmpException failure;

    FrameQueue(
            ClientCall<byte[], FlightFrame> call,
            long creditBytes,
            BufferPool bodies,
            Function<Status, AmpException> errors,
            BooleanSupplier renewal) {
        this.call = call;
        this.creditBytes = creditBytes;
        this.bodies = bodies;
        this.errors = errors;
        this.renewal = renewal;
    }

    void start(byte[] request, Metadata headers) {
        call.start(this, headers);
        call.request(1);
        call.sendMessage(request);
        call.halfClose();
    }

    /**
     * Ends the call behind a frame: what has come by then can still be taken.
     *
     * @param frame tells the last frame; asked on the network's thread
     */
    public void endBehind(Predicate<FlightFrame> frame) {
        lock.lock();
        try {
            last = frame;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Renews the token that this call was made with; for a reader whose call was refused for it.
     *
     * @return whether there is another one now
     */
    public boolean renewToken() {
        return renewal.getAsBoolean();
    }

    @Override
    public void onMessage(FlightFrame frame) {
        boolean askForMore;
        boolean isLast;
        lock.lock();
        try {
            if (cancelled || complete) {
                frame.close();
                return;
            }
            frames.add(frame);
            waitingBytes += frame.bytes();
            isLast = last.test(frame);
            complete = isLast;
            askForMore = !isLast && waitingBytes < creditBytes;
            asked = askForMore || isLast;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (askForMore) {
            call.request(1);
        } else if (isLast) {
            call.cancel("all that the client wants has come", null);
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        bodies.close();
        AmpException error = status.isOk() ? null : errors.apply(status);
        lock.lock();
        try {
            ended = true;
            failure = failure == null && !complete ? error : failure;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until {@link #take()} has an answer.
     *
     * @param nanos how long at most
     * @return false if the time was up first
     */
    public boolean await(long nanos) {
        return awaitEndOr(() -> !frames.isEmpty(), nanos);
    }

    /**
     * Waits until the credit is spent or nothing more will come.
     *
     * @param nanos how long at most
     * @return false if the time was up first
     */
    public boolean awaitFull(long nanos) {
        return awaitEndOr(() -> !asked, nanos);
    }

    private boolean awaitEndOr(BooleanSupplier condition, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!condition.getAsBoolean() && !ended && !complete && !cancelled) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StatusErrors.cancelled(e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next frame, of which there is one, or an end, once {@link #await} said so.
     *
     * @return the frame, which the caller closes, or null at the end
     * @throws AmpException if the stream failed or was cancelled
     */
    public @Nullable FlightFrame take() {
        FlightFrame frame;
        boolean askForMore;
        lock.lock();
        try {
            if (cancelled) {
                throw StatusErrors.cancelled(null);
            }
            frame = frames.poll();
            if (frame == null) {
                return endOrFailure();
            }
            waitingBytes -= frame.bytes();
            askForMore = !asked && waitingBytes < creditBytes;
            asked |= askForMore;
        } finally {
            lock.unlock();
        }
        if (askForMore) {
            call.request(1);
        }
        AmpException error = frame.error();
        if (error != null) {
            throw error;
        }
        return frame;
    }

    private @Nullable FlightFrame endOrFailure() {
        if (failure != null) {
            throw failure;
        }
        return null;
    }

    /** Ends the call; a waiting reader gets an exception. From any thread. */
    public void cancel() {
        lock.lock();
        try {
            if (cancelled) {
                return;
            }
            cancelled = true;
            frames.forEach(FlightFrame::close);
            frames.clear();
            waitingBytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        call.cancel("the client no longer wants the result", null);
    }

    /**
     * Whether {@link #cancel()} was called.
     *
     * @return true once it was
     */
    public boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the call and waits until no message of it can take memory any more. */
    @Override
    public void close() {
        cancel();
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
            boolean interrupted = false;
            while (!ended && left > 0) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (!ended) {
                LOG.warn("a cancelled query does not end; its last message is freed when it does");
            }
        } finally {
            lock.unlock();
        }
    }
}
