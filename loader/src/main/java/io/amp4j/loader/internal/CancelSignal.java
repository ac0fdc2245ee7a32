package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchStream;
import io.amp4j.loader.LoadError;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A wish to end, from any thread, that reaches the job wherever it waits: in a stream or in a pause. */
final class CancelSignal {
    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private @Nullable BatchStream reading;

    void request() {
        BatchStream stream;
        synchronized (this) {
            requested.complete(null);
            stream = reading;
        }
        if (stream != null) {
            stream.cancel();
        }
    }

    boolean requested() {
        return requested.isDone();
    }

    /** Done when the job shall end. */
    Future<?> future() {
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
