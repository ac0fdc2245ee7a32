package io.amp4j.loader.internal;

import io.amp4j.loader.LoadClock;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Unit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The unit that is open, or none; begun when the first thing has to go into it. Used by the job's thread. */
final class OpenUnit {
    private final LoadSession session;
    private final LoadClock clock;
    private @Nullable Unit unit;
    private long since;

    OpenUnit(LoadSession session, LoadClock clock) {
        this.session = session;
        this.clock = clock;
    }

    Unit get() {
        if (unit == null) {
            unit = session.begin();
            since = clock.nanos();
        }
        return unit;
    }

    Duration age() {
        return unit == null ? Duration.ZERO : Duration.ofNanos(clock.nanos() - since);
    }

    /** Rolls back unless it was committed. */
    void close() {
        if (unit != null) {
            unit.close();
            unit = null;
        }
    }
}
