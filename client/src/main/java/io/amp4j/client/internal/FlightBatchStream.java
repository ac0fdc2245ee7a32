package io.amp4j.client.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.ClientError;
import io.amp4j.client.internal.decode.BatchDecoder;
import io.amp4j.client.internal.decode.MetadataReader;
import io.amp4j.client.internal.wire.FlightFrame;
import io.amp4j.client.internal.wire.FrameQueue;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The frames of a call, decoded one at a time by whoever reads. */
final class FlightBatchStream implements BatchStream {
    private final BatchDecoder decoder;
    private final Supplier<FrameQueue> reader;
    private volatile FrameQueue queue;
    private volatile boolean cancelled;
    private @Nullable FlightFrame pending;
    private @Nullable AmpException failure;
    private Predicate<FlightFrame> last = frame -> false;
    private boolean begun;
    private boolean renewed;
    private boolean ended;

    /** A stream that has begun to read; the reader begins anew. */
    FlightBatchStream(BatchDecoder decoder, Supplier<FrameQueue> reader) {
        this.decoder = decoder;
        this.reader = reader;
        this.queue = reader.get();
    }

    @Override
    public Schema schema() {
        return decoder.schema();
    }

    @Override
    public @Nullable Batch next() {
        fill(Long.MAX_VALUE);
        if (failure != null) {
            throw failure;
        }
        if (pending == null) {
            return null;
        }
        if (queue.isCancelled()) {
            throw failed(new AmpException(ClientError.CANCELLED, "the query was cancelled"));
        }
        try (FlightFrame frame = pending) {
            pending = null;
            return decoder.decode(frame);
        } catch (AmpException e) {
            throw failed(e);
        }
    }

    @Override
    public boolean await(Duration timeout) {
        return fill(saturatedNanos(timeout));
    }

    private static long saturatedNanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Reads on until there is a batch to decode, or never will be. Schemas and dictionaries are taken in on the way. */
    private boolean fill(long nanos) {
        long start = System.nanoTime();
        long left = nanos;
        while (pending == null && failure == null && !ended) {
            try {
                if (!queue.await(left)) {
                    return false;
                }
                take();
            } catch (AmpException e) {
                refused(e);
            }
            left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
        }
        return true;
    }

    /**
     * A token can be refused before the first frame, and then the call is made again, once; or while frames come, and then whoever
     * reads has to.
     */
    private void refused(AmpException e) {
        boolean renewable = e.code() == ClientError.UNAUTHENTICATED && !cancelled && (begun || !renewed);
        try {
            if (!renewable || !queue.renewToken()) {
                failed(e);
            } else if (begun) {
                failed(new AmpException(
                        ClientError.ABORTED, "the token expired while the query ran; it was renewed, so ask again", e));
            } else {
                readAgain();
            }
        } catch (AmpException noOtherToken) {
            failed(noOtherToken);
        }
    }

    private void readAgain() {
        renewed = true;
        queue.close();
        queue = reader.get();
        queue.endBehind(last);
        if (cancelled) {
            queue.cancel();
        }
    }

    private void take() {
        FlightFrame frame = queue.take();
        begun = true;
        if (frame == null) {
            ended = true;
            return;
        }
        boolean batch = false;
        try {
            batch = decoder.isBatch(frame);
        } finally {
            if (batch) {
                pending = frame;
            } else {
                frame.close();
            }
        }
    }

    private AmpException failed(AmpException e) {
        failure = e;
        queue.cancel();
        return e;
    }

    @Override
    public void endBehind(LongPredicate watermark) {
        last = frame -> {
            OptionalLong block = watermark(frame);
            return block.isPresent() && watermark.test(block.getAsLong());
        };
        queue.endBehind(last);
    }

    /** The block of a watermark. What is wrong with the metadata, the reader will find. */
    private static OptionalLong watermark(FlightFrame frame) {
        try {
            return frame.metadata().length == 0
                    ? OptionalLong.empty()
                    : MetadataReader.read(frame.metadata()).watermark();
        } catch (AmpException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public boolean awaitReadAhead(Duration timeout) {
        return ended || failure != null || queue.awaitFull(saturatedNanos(timeout));
    }

    @Override
    public void cancel() {
        cancelled = true;
        queue.cancel();
    }

    @Override
    public void close() {
        queue.close();
        if (pending != null) {
            pending.close();
            pending = null;
        }
        decoder.close();
        if (failure == null) {
            failure = new AmpException(ClientError.CANCELLED, "the stream is closed");
        }
    }
}
