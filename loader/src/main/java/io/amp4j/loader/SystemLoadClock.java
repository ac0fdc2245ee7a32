package io.amp4j.loader;

import io.amp4j.client.AmpException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The computer's clock. */
final class SystemLoadClock implements LoadClock {
    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    @SuppressWarnings("EmptyCatch") // any end of the future, and the time's end, mean the same: go on
    public void await(Duration time, Future<?> wake) {
        try {
            wake.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmpException(LoadError.CANCELLED, "the load's thread was interrupted", e);
        }
    }
}
