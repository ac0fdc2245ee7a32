package io.amp4j.loader.internal;

import io.amp4j.loader.LoadClock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Who may have a unit open: as many as the loader can, one after another where it can have one only, and nobody while a session recovers. First
 * come, first served. Waits go by the load's clock and end with a wish to end. Thread-safe.
 */
final class UnitGate {
    private final int places;
    private final LoadClock clock;
    private final Deque<Place> waiting = new ArrayDeque<>();
    private int free;

    /**
     * A gate that nobody has passed.
     *
     * @param places how many units may be open at once
     * @param clock what waits go by
     */
    UnitGate(int places, LoadClock clock) {
        this.places = places;
        this.free = places;
        this.clock = clock;
    }

    /** Waits for a place for one unit. */
    void enter(CancelSignal cancel) {
        take(1, cancel);
    }

    /** Gives the place of a unit back. */
    void leave() {
        give(1);
    }

    /** Calls while no unit is open. */
    <T> T alone(CancelSignal cancel, Supplier<T> call) {
        take(places, cancel);
        try {
            return call.get();
        } finally {
            give(places);
        }
    }

    /** Whether somebody waits whom an open unit keeps out. */
    synchronized boolean isAwaited() {
        return !waiting.isEmpty();
    }

    /** Whether whoever comes next need not wait. */
    synchronized boolean isFree() {
        return waiting.isEmpty() && free > 0;
    }

    private void take(int wanted, CancelSignal cancel) {
        Place place = new Place(wanted, new CompletableFuture<>());
        synchronized (this) {
            waiting.add(place);
            serve();
        }
        try {
            await(place, cancel);
        } catch (RuntimeException e) {
            if (!withdraw(place)) {
                give(wanted);
            }
            throw e;
        }
    }

    private void await(Place place, CancelSignal cancel) {
        while (!place.given.isDone()) {
            LongWait.until(CompletableFuture.anyOf(place.given, cancel.future()), clock);
            if (cancel.requested() && !place.given.isDone()) {
                throw CancelSignal.cancelled();
            }
        }
    }

    private synchronized boolean withdraw(Place place) {
        boolean withdrawn = waiting.remove(place);
        serve();
        return withdrawn;
    }

    private synchronized void give(int returned) {
        free += returned;
        serve();
    }

    private void serve() {
        while (!waiting.isEmpty() && waiting.getFirst().wanted <= free) {
            Place place = waiting.removeFirst();
            free -= place.wanted;
            place.given.complete(null);
        }
    }

    /** Somebody who waits; each is itself alone, however alike. */
    private static final class Place {
        private final int wanted;
        private final CompletableFuture<Void> given;

        Place(int wanted, CompletableFuture<Void> given) {
            this.wanted = wanted;
            this.given = given;
        }
    }
}
