package io.amp4j.loader.internal;

import io.amp4j.loader.LoadClock;
import java.time.Duration;

/** When to ask the server again how far its blocks go. Guarded by the job's lock. */
final class HeadWatch {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final LoadClock clock;
    private boolean due;
    private long askedAt;

    HeadWatch(LoadClock clock) {
        this.clock = clock;
        this.askedAt = clock.nanos() - ASK_AGAIN.toNanos();
    }

    /** Somebody should ask. */
    void want() {
        due = true;
    }

    /** Somebody should ask, if the last answer is not from just now. */
    void wantUnlessFresh() {
        due |= clock.nanos() - askedAt >= ASK_AGAIN.toNanos();
    }

    boolean isDue() {
        return due;
    }

    /** Whether it is due, for somebody who will ask: nobody else need. */
    boolean takes() {
        boolean was = due;
        due = false;
        return was;
    }

    void asked() {
        askedAt = clock.nanos();
    }
}
