package io.amp4j.loader.testkit.engine;

import io.amp4j.loader.LoadClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** A clock that moves only when somebody waits. */
final class TestClock implements LoadClock {
    private final List<Duration> waits = new ArrayList<>();
    private Duration time = Duration.ZERO;

    @Override
    public Instant now() {
        return Instant.parse("2026-01-01T00:00:00Z").plus(time);
    }

    @Override
    public long nanos() {
        return time.toNanos();
    }

    @Override
    public void await(Duration wait, Future<?> wake) {
        waits.add(wait);
        pass(wait);
    }

    void pass(Duration more) {
        time = time.plus(more);
    }

    /** How long the job waited, each time that it did. */
    List<Duration> waits() {
        return waits;
    }
}
