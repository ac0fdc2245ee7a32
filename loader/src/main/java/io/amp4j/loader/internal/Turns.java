package io.amp4j.loader.internal;

import io.amp4j.loader.LoadClock;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.LoaderTraits;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where jobs that share a loader wait for each other. Thread-safe. */
public final class Turns {
    private final UnitGate one = new UnitGate(1, LoadClock.SYSTEM);
    private final boolean severalUnits;

    /**
     * Turns that nobody waits for.
     *
     * @param traits the loader's
     */
    public Turns(LoaderTraits traits) {
        this.severalUnits = traits.has(LoaderFeature.PARALLEL_UNITS);
    }

    /** Who may have a unit open, where the loader has one at a time; null where each job may have its own at any time. */
    @Nullable
    UnitGate units() {
        return severalUnits ? null : one;
    }

    /** Opens a session while no other job opens one: together they would create the tables that all of them need. */
    <T> T opening(CancelSignal cancel, Supplier<T> open) {
        return one.alone(cancel, open);
    }
}
