package io.amp4j.loader;

import java.util.concurrent.CompletableFuture;

/** A load that runs, or has ended. Thread-safe. */
public interface Load extends AutoCloseable {
    /**
     * What becomes of the load. It completes
     *
     * <ul>
     *   <li>with a result when everything asked for is committed, or when a live stream was cancelled;
     *   <li>exceptionally with an {@link io.amp4j.client.AmpException} when the load failed for good, or when a batch load was cancelled
     *       ({@link LoadError#CANCELLED}): nothing of it is in the table then.
     * </ul>
     *
     * <p>All that the load held is released before. Completing or cancelling the future does not touch the load.
     *
     * @return a future of its own for each call
     */
    CompletableFuture<LoadResult> result();

    /**
     * How far the load is.
     *
     * @return a snapshot
     */
    LoadProgress progress();

    /**
     * Asks the load to end, and returns at once. A live stream commits its open unit if it stands at a watermark, else rolls it back: the next
     * job goes on behind the last commit. A batch load is rolled back. A write or a commit under way is waited for. Calling it again does
     * nothing.
     */
    void cancel();

    /** Cancels the load and waits until it has ended and released all that it held. Never throws for the load's own failure. */
    @Override
    void close();
}
