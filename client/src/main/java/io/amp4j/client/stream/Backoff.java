package io.amp4j.client.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a stream waits before it connects again: delays double, and half of each is left to chance, so that many streams don't come
 * back at the same moment.
 *
 * @param first the first delay
 * @param longest the longest delay
 * @param attempts how many times in a row it may fail before the error is given to the caller; progress begins a new row
 */
public record Backoff(Duration first, Duration longest, int attempts) {
    private static final int DOUBLINGS = 30;

    /** Goes on for ever, from a fifth of a second to half a minute. */
    public static final Backoff KEEP_TRYING =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), Integer.MAX_VALUE);

    /** Gives every error to the caller. */
    public static final Backoff NONE = new Backoff(Duration.ZERO, Duration.ZERO, 0);

    /** Refuses what makes no sense. */
    public Backoff {
        if (first.isNegative() || longest.compareTo(first) < 0 || attempts < 0) {
            throw new IllegalArgumentException(
                    "delays from " + first + " to " + longest + " and " + attempts + " attempts make no sense");
        }
    }

    Duration delay(int failures, RandomGenerator random) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        Duration whole = doubled.compareTo(longest) < 0 ? doubled : longest;
        return Duration.ofNanos((long) (whole.toNanos() * (1 - random.nextDouble() / 2)));
    }
}
