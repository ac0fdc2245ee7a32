package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadClock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What a job runs on other threads. Its end is waited for even by a thread that is interrupted, as all are when somebody shuts their executor down: what the
 * others still use would be closed under them. Thread-safe.
 */
final class Crew {
    private final Executor executor;
    private final LoadClock clock;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private int running;
    private boolean ending;

    Crew(Executor executor, LoadClock clock) {
        this.executor = executor;
        this.clock = clock;
    }

    /** Has work done, unless the crew ends before it begins. Its failures are its own to tell. */
    void run(Runnable work) {
        executor.execute(() -> {
            if (begin()) {
                try {
                    work.run();
                } finally {
                    ended();
                }
            }
        });
    }

    /** Has a call made, unless the crew ends before it begins. */
    <T> CompletableFuture<T> call(Supplier<T> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        run(() -> {
            try {
                answer.complete(call.get());
            } catch (Throwable e) { // whoever waits for the answer has to know
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private synchronized boolean begin() {
        running += ending ? 0 : 1;
        return !ending;
    }

    private synchronized void ended() {
        running--;
        completeIfOver();
    }

    private synchronized void stop() {
        ending = true;
        completeIfOver();
    }

    private void completeIfOver() {
        if (ending && running == 0) {
            end.complete(null);
        }
    }

    /** From here on nothing begins; returns when all that has begun has ended. */
    void end() {
        stop();
        boolean interrupted = false;
        while (!end.isDone()) {
            try {
                LongWait.until(end, clock);
            } catch (AmpException e) {
                if (!Thread.interrupted()) {
                    throw e;
                }
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
