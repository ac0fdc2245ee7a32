package io.amp4j.client.admin;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to prune from a revision, and when.
 *
 * @param beforeBlock only what ends before this block; everything that is not canonical where empty
 * @param delay how long the files stay readable; the server's default, an hour, where empty
 */
public record PruneOptions(OptionalLong beforeBlock, Optional<Duration> delay) {
    /**
     * Everything that is not canonical, after the server's usual delay.
     *
     * @return the options
     */
    public static PruneOptions everything() {
        return new PruneOptions(OptionalLong.empty(), Optional.empty());
    }

    /**
     * As this, but only what ends before a block.
     *
     * @param block the block
     * @return the options
     */
    public PruneOptions beforeBlock(long block) {
        return new PruneOptions(OptionalLong.of(block), delay);
    }

    /**
     * As this, with another delay.
     *
     * @param time zero or more; the server counts in seconds
     * @return the options
     */
    public PruneOptions delay(Duration time) {
        return new PruneOptions(beforeBlock, Optional.of(time));
    }
}
