package io.amp4j.client;

import java.time.Duration;
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
        return new StreamUntil(this, block);
    }
}
