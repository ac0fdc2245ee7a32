package io.amp4j.loader;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When, and how often, a job tries again after something failed for a while. Delays double, within limits, and are spread at random so
 * that many jobs don't come back at the same moment. Attempts and time are counted from the first failure after the last progress, which is a
 * commit.
 *
 * <p>It is a calculation without a thread of its own: a retry library would bring its own loop and its own sleep, while here the wait lies between
 * closing a unit and reading the state back, is ended by a cancel, and starts anew with each commit.
 *
 * @param firstDelay the first wait, before jitter
 * @param longestDelay the longest wait, before jitter
 * @param jitter the share of a wait that is random, from 0 to 1: 0.5 waits between half and all of it
 * @param attempts how many retries without progress are allowed
 * @param time how long after the first failure without progress since a job gives up
 */
public record RetryPolicy(Duration firstDelay, Duration longestDelay, double jitter, int attempts, Duration time) {
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    /** Tries for ever: the default of live streams. */
    public static final RetryPolicy KEEP_TRYING =
            new RetryPolicy(Duration.ofMillis(200), Duration.ofSeconds(30), 0.5, Integer.MAX_VALUE, FOR_EVER);

    /** Tries ten times, and waits about two minutes in all: the default of batch loads. */
    public static final RetryPolicy SOME =
            new RetryPolicy(Duration.ofMillis(200), Duration.ofSeconds(30), 0.5, 10, FOR_EVER);

    /** Never tries again. */
    public static final RetryPolicy NONE = new RetryPolicy(Duration.ZERO, Duration.ZERO, 0, 0, Duration.ZERO);

    /** Refuses what makes no sense. */
    public RetryPolicy {
        if (firstDelay.isNegative() || longestDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException("delays from " + firstDelay + " to " + longestDelay + " are no range");
        }
        if (jitter < 0 || jitter > 1 || attempts < 0 || time.isNegative()) {
            throw new IllegalArgumentException("jitter is from 0 to 1, attempts and time are not negative");
        }
    }

    /**
     * The wait before a retry.
     *
     * @param attempt which retry without progress it would be, from one
     * @param failing the time since the first failure without progress since
     * @param random where jitter comes from
     * @return how long to wait, or empty to give up
     */
    public Optional<Duration> delay(int attempt, Duration failing, RandomGenerator random) {
        if (attempt > attempts || failing.compareTo(time) > 0) {
            return Optional.empty();
        }
        double doubled = Math.scalb((double) firstDelay.toNanos(), Math.min(attempt - 1, 62));
        double whole = Math.min(doubled, (double) longestDelay.toNanos());
        return Optional.of(Duration.ofNanos((long) (whole * (1 - jitter * random.nextDouble()))));
    }
}
