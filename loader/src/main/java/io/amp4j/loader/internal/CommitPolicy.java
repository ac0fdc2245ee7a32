package io.amp4j.loader.internal;

import java.time.Duration;

/**
 * When an open unit is full.
 *
 * @param interval how long it may gather
 * @param rows how many rows fill it
 * @param bytes how many Arrow bytes fill it
 */
public record CommitPolicy(Duration interval, long rows, long bytes) {
    /** Refuses what could never be, or never end. */
    public CommitPolicy {
        if (interval.isNegative() || rows < 1 || bytes < 1) {
            throw new IllegalArgumentException("a unit takes no negative time, and at least one row and one byte");
        }
    }
}
