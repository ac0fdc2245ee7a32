package io.amp4j.devnet;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets a tick pass at every interval of the wall clock, unless it is paused. */
final class BlockClock implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "amp-devnet-clock");
        thread.setDaemon(true);
        return thread;
    });
    private final Future<?> ticking;
    private volatile boolean paused;

    BlockClock(Duration interval, Runnable tick) {
        ticking = timer.scheduleAtFixedRate(
                () -> {
                    if (!paused) {
                        tick.run();
                    }
                },
                interval.toNanos(),
                interval.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    @Override
    public void close() {
        ticking.cancel(false);
        timer.shutdownNow();
    }
}
