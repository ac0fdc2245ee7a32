package io.amp4j.client;

import java.time.Duration;
import java.util.function.LongPredicate;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a running query, in the server's order, read as fast as they are taken and no faster.
 *
 * <p>One thread reads; {@link #cancel()} may be called from any. Closing ends the query on the server and gives all memory
 * back; whoever opened the stream closes it.
 */
public interface BatchStream extends AutoCloseable {
    /**
     * The schema of every batch, known before the first one arrives.
     *
     * @return the schema
     */
    Schema schema();

    /**
     * Waits for the next batch. On a live stream of a quiet chain that may be for ever.
     *
     * @return the batch, valid until the next call, or null at the end
     * @throws AmpException if the server, the network or the data fails, or the stream was cancelled
     */
    @Nullable
    Batch next();

    /**
     * Waits until {@link #next()} would answer at once (with a batch, the end or an error), or the time is up.
     *
     * @param timeout how long to wait at most; zero only looks
     * @return true if {@code next()} would not wait
     */
    boolean await(Duration timeout);

    /** Ends the query; a thread that waits in {@link #next()} gets an exception with code {@code AMP-CANCELLED}. */
    void cancel();

    /** Cancels what still runs, and frees the memory of the last batch and of those not taken. Never throws. */
    @Override
    void close();

    /**
     * This stream, ended behind the first watermark at or past a block: the batch that closes that microbatch is the last one.
     *
     * @param block the block to reach
     * @return a stream that owns this one: read and close it in place of this
     */
    default BatchStream until(long block) {
        endBehind(reached -> reached >= block);
        return new StreamUntil(this, block);
    }

    /**
     * Lets the stream end behind a watermark, so that the server does not send ahead what nobody will read. It is a wish: a stream that does not
     * read ahead goes on.
     *
     * @param last whether a watermark is the last one wanted; told its block (the lowest, of several networks) as it arrives, maybe long before it
     *     is read, on any thread, and must not wait
     */
    default void endBehind(LongPredicate last) {}

    /**
     * Waits until so much is read ahead that the server has to wait, or the stream's end is, or the time is up: for a reader who would
     * rather take much at once. Streams that do not read ahead never wait.
     *
     * @param timeout how long to wait at most
     * @return false if the time was up first
     */
    default boolean awaitReadAhead(Duration timeout) {
        return true;
    }
}
