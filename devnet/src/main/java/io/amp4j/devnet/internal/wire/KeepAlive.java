package io.amp4j.devnet.internal.wire;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Says something inside a microbatch that takes long. */
final class KeepAlive {
    private final ScheduledExecutorService timer;
    private final long nanos;

    KeepAlive(ScheduledExecutorService timer, Duration interval) {
        this.timer = timer;
        this.nanos = interval.toNanos();
    }

    /** Does some work, and runs the action whenever nothing was sent for the interval meanwhile. */
    void during(Outlet outlet, Runnable action, Runnable work) {
        Object gate = new Object();
        boolean[] over = {false};
        Future<?> task = timer.scheduleWithFixedDelay(
                () -> {
                    synchronized (gate) {
                        if (!over[0] && outlet.nanosSinceLastMessage() >= nanos) {
                            action.run();
                        }
                    }
                },
                nanos,
                Math.max(1, nanos / 4),
                TimeUnit.NANOSECONDS);
        try {
            work.run();
        } finally {
            task.cancel(false);
            synchronized (gate) {
                over[0] = true;
            }
        }
    }
}
