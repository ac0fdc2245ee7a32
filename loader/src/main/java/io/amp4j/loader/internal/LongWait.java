package io.amp4j.loader.internal;

import io.amp4j.loader.LoadClock;
import java.time.Duration;
import java.util.concurrent.Future;

/** A wait that takes as long as it takes, by a load's clock. */
final class LongWait {
    private static final Duration LONG = Duration.ofDays(36_500);

    private LongWait() {}

    /** Waits, as {@link LoadClock#await} does. */
    static void until(Future<?> wake, LoadClock clock) {
        clock.await(LONG, wake);
    }
}
