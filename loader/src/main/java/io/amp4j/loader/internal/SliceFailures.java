package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import org.jspecify.annotations.Nullable;

/** The slices of a job that failed for good. Guarded by the job's lock. */
final class SliceFailures {
    /** So many, with no commit in between, fail for one reason, and so would the rest. */
    private static final int HOPELESS = 3;

    private @Nullable AmpException first;
    private int inARow;

    void add(AmpException cause) {
        first = first == null ? cause : first;
        inARow++;
    }

    /** Something was committed. */
    void progressed() {
        inARow = 0;
    }

    boolean areHopeless() {
        return inARow == HOPELESS;
    }

    /** Why the job has to end with a failure, or null if nothing failed. */
    @Nullable
    AmpException first() {
        return first;
    }
}
