package io.amp4j.loader.internal;

import io.amp4j.loader.LoadClock;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Guards what the workers of a job share, as a monitor, and lets them wait for it to change. Waits go by the load's clock, and nobody waits while
 * others are kept out.
 */
final class SliceLock {
    private final LoadClock clock;
    private CompletableFuture<Void> next = new CompletableFuture<>();

    SliceLock(LoadClock clock) {
        this.clock = clock;
    }

    /** Wakes those who wait. Called by who holds this. */
    void changed() {
        CompletableFuture<Void> old = next;
        next = new CompletableFuture<>();
        old.complete(null);
    }

    /** The next change, to be awaited once this is let go. Called by who holds this. */
    CompletableFuture<Void> nextChange() {
        return next;
    }

    /** Waits for a change, or a wish to end. */
    void await(CompletableFuture<Void> change, CancelSignal stop) {
        LongWait.until(CompletableFuture.anyOf(change, stop.future()), clock);
    }

    /**
     * Waits for what comes with some change.
     *
     * @param condition asked by who holds this
     * @param stop a wish to end, which ends the wait with a failure
     */
    void await(BooleanSupplier condition, CancelSignal stop) {
        while (true) {
            CompletableFuture<Void> change;
            synchronized (this) {
                if (condition.getAsBoolean()) {
                    return;
                }
                change = next;
            }
            stop.check();
            await(change, stop);
        }
    }
}
