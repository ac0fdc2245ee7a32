package io.amp4j.client.stream;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import io.amp4j.client.ClientError;
import io.amp4j.client.Cursor;
import io.amp4j.client.Query;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The server's messages, one stream after another: opened behind a position, dropped, and opened again after a wait. */
final class Feed {
    /** A server that does not know a cursor's hash begins at its number, so this is how to begin at a block. */
    private static final String NO_BLOCKS_HASH = "0x" + "f".repeat(64);

    private final Query query;
    private final Backoff backoff;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile @Nullable BatchStream stream;
    private boolean sawBlocks;
    private int failures;
    private int emptyAnswers;

    Feed(Query query, Backoff backoff) {
        this.query = query;
        this.backoff = backoff;
    }

    boolean isOpen() {
        return stream != null;
    }

    /** Starts a stream for a position, and gives the position that it really has; empty if the server has nothing yet. */
    Optional<StreamPosition> open(StreamPosition position) {
        Cursor cursor = position.startedBehind().orElse(null);
        if (cursor != null || !(position.history().origin() instanceof StreamOrigin.FromBlock from)) {
            start(cursor);
            return Optional.of(position);
        }
        return earliest().map(first -> {
            if (from.block() > first.start()) {
                start(Cursor.of(first.network(), from.block(), NO_BLOCKS_HASH));
                return position;
            }
            start(null);
            StreamHistory all = new StreamHistory(
                    StreamOrigin.earliest(), position.history().records());
            return StreamPosition.resuming(all, null);
        });
    }

    private Optional<BlockRange> earliest() {
        start(null);
        try {
            for (Batch batch = next(); batch != null; batch = next()) {
                if (!batch.metadata().ranges().isEmpty()) {
                    return Optional.of(batch.metadata().ranges().get(0));
                }
            }
            return Optional.empty();
        } finally {
            drop();
        }
    }

    private void start(@Nullable Cursor cursor) {
        refuseCancelled();
        sawBlocks = false;
        BatchStream opened = query.stream(cursor);
        stream = opened;
        if (isCancelled()) {
            opened.cancel();
        }
    }

    /** The next message, or null if the server ended the stream because it has nothing yet. */
    @Nullable
    Batch next() {
        BatchStream open = stream;
        if (open == null) {
            throw new IllegalStateException("no stream is open");
        }
        refuseCancelled();
        Batch batch = open.next();
        if (batch == null && sawBlocks) {
            throw new AmpException(ClientError.UNAVAILABLE, "the server ended the stream");
        }
        sawBlocks |= batch != null && !batch.metadata().ranges().isEmpty();
        return batch;
    }

    void drop() {
        BatchStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }

    /** From here on a failure is the first one again. */
    void progressed() {
        failures = 0;
        emptyAnswers = 0;
    }

    /** Waits before the next try, or throws what cannot be tried again. */
    void pause(AmpException failure) {
        refuseCancelled();
        failures++;
        if (!failure.retryable() || failures > backoff.attempts()) {
            throw failure;
        }
        sleep(failures);
    }

    /** Waits for a server that has nothing yet, which is no failure. */
    void pauseForData() {
        emptyAnswers++;
        sleep(emptyAnswers);
    }

    private void sleep(int time) {
        long nanos = backoff.delay(time, ThreadLocalRandom.current()).toNanos();
        try {
            if (cancelled.await(nanos, TimeUnit.NANOSECONDS)) {
                throw isClosed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmpException(ClientError.CANCELLED, "the thread that reads the stream was interrupted", e);
        }
    }

    private boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    private void refuseCancelled() {
        if (isCancelled()) {
            throw isClosed();
        }
    }

    private static AmpException isClosed() {
        return new AmpException(ClientError.CANCELLED, "the stream is closed");
    }

    /** Ends whatever the reading thread waits for. From any thread. */
    void cancel() {
        cancelled.countDown();
        BatchStream open = stream;
        if (open != null) {
            open.cancel();
        }
    }
}
