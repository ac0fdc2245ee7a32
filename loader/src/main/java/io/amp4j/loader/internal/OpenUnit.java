package io.amp4j.loader.internal;

import io.amp4j.loader.LoadClock;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Unit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The unit that is open, or none; begun when the first thing has to go into it. Used by one worker's thread. */
final class OpenUnit {
    private final LoadSession session;
    private final UnitGate gate;
    private final CancelSignal cancel;
    private final LoadClock clock;
    private @Nullable Unit unit;
    private long since;
    private long rows;
    private long bytes;

    OpenUnit(LoadSession session, UnitGate gate, CancelSignal cancel, LoadClock clock) {
        this.session = session;
        this.gate = gate;
        this.cancel = cancel;
        this.clock = clock;
    }

    Unit get() {
        if (unit == null) {
            unit = begin();
            since = clock.nanos();
        }
        return unit;
    }

    private Unit begin() {
        gate.enter(cancel);
        boolean begun = false;
        try {
            Unit fresh = session.begin();
            begun = true;
            return fresh;
        } finally {
            if (!begun) {
                gate.leave();
            }
        }
    }

    boolean isOpen() {
        return unit != null;
    }

    Duration age() {
        return unit == null ? Duration.ZERO : Duration.ofNanos(clock.nanos() - since);
    }

    void wrote(long moreRows, long moreBytes) {
        rows += moreRows;
        bytes += moreBytes;
    }

    long rows() {
        return rows;
    }

    long bytes() {
        return bytes;
    }

    boolean fills(CommitPolicy policy) {
        return rows >= policy.rows() || bytes >= policy.bytes();
    }

    /** Rolls back unless it was committed. */
    void close() {
        rows = 0;
        bytes = 0;
        if (unit != null) {
            try {
                unit.close();
            } finally {
                unit = null;
                gate.leave();
            }
        }
    }
}
