package io.amp4j.client.stream;

/**
 * Says that everything up to a watermark is handled for good.
 *
 * <p>May be used from any thread, in any order: it commits all that came before it as well, and does nothing if that is committed
 * already. What a reorg has voided meanwhile stays void.
 */
@FunctionalInterface
public interface CommitHandle {
    /**
     * Saves the state; once it returns, a new stream goes on behind this watermark.
     *
     * @throws io.amp4j.client.AmpException if the state cannot be saved; it may be tried again
     */
    void commit();
}
