package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadBuilder;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.LoadEvent;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** A live load whose events somebody waits for, one kind after the other. */
final class WatchedLoad implements AutoCloseable {
    private final BlockingQueue<LoadEvent> events = new LinkedBlockingQueue<>();
    private final Load load;

    WatchedLoad(LoadBuilder described) {
        load = described.listener(events::add).stream();
    }

    /** Waits until an event says what is asked for; what comes before is passed over. */
    <T> T await(Function<LoadEvent, Optional<T>> question) throws InterruptedException {
        while (true) {
            LoadEvent event = events.take();
            if (event instanceof LoadEvent.Failed failed) {
                throw cause(failed.cause());
            }
            Optional<T> answer = question.apply(event);
            if (answer.isPresent()) {
                return answer.get();
            }
            if (event instanceof LoadEvent.Finished) {
                throw new AmpException(LoadError.CANCELLED, "the load ended too early");
            }
        }
    }

    /** Nothing was tried again: what failed is the news, not that it was the last try. */
    private static RuntimeException cause(Throwable failure) {
        if (failure instanceof AmpException e
                && e.code() == LoadError.RETRIES_EXHAUSTED
                && e.getCause() instanceof AmpException first) {
            return first;
        }
        return failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }

    void cancel() {
        load.cancel();
    }

    @Override
    public void close() {
        load.close();
    }
}
