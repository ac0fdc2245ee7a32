package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchStream;
import io.amp4j.loader.LoadError;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A wish to end, from any thread, that reaches the job wherever it waits: in a stream or in a pause. The workers of one job have signals of their
 * own, which the job's reaches too.
 */
final class CancelSignal {
    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private final Set<CancelSignal> children = ConcurrentHashMap.newKeySet();
    private @Nullable BatchStream reading;

    /** A signal that this one reaches, until it is {@link #release}d. */
    CancelSignal child() {
        CancelSignal child = new CancelSignal();
        children.add(child);
        if (requested()) {
            child.request();
        }
        return child;
    }

    void release(CancelSignal child) {
        children.remove(child);
    }

    void request() {
        BatchStream stream;
        synchronized (this) {
            requested.complete(null);
            stream = reading;
        }
        if (stream != null) {
            stream.cancel();
        }
        List.copyOf(children).forEach(CancelSignal::request);
    }

    boolean requested() {
        return requested.isDone();
    }

    /** Done when the job shall end. */
    CompletableFuture<Void> future() {
        return requested;
    }

    /** The stream to cancel from now on, or null for none. */
    void reading(@Nullable BatchStream stream) {
        synchronized (this) {
            reading = stream;
        }
        if (stream != null && requested()) {
            stream.cancel();
        }
    }

    void check() {
        if (requested()) {
            throw cancelled();
        }
    }

    static AmpException cancelled() {
        return new AmpException(LoadError.CANCELLED, "the load was cancelled");
    }
}
