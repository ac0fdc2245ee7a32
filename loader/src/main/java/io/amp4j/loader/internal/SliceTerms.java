package io.amp4j.loader.internal;

import org.jspecify.annotations.Nullable;

/**
 * How a load is cut.
 *
 * @param workers how many slices may run at once; one cuts nothing
 * @param size how many blocks a slice has, or null to measure it
 * @param catchUp from how many missing blocks on a live stream is cut again, or null for twice a slice
 * @param stopOnError whether a slice that fails for good ends the others at once
 */
public record SliceTerms(
        int workers, @Nullable Long size, @Nullable Long catchUp, boolean stopOnError) {
    /** One stream. */
    public static final SliceTerms ONE_STREAM = new SliceTerms(1, null, null, false);

    /** Refuses what makes no sense. */
    public SliceTerms {
        if (workers < 1 || (size != null && size < 1) || (catchUp != null && catchUp < 1)) {
            throw new IllegalArgumentException("workers and blocks are counted from one");
        }
    }
}
