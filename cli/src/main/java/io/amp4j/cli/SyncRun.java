package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadBuilder;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The loads of a sync, one for each table, side by side: one that fails leaves the others alone. */
final class SyncRun implements AutoCloseable {
    private final SyncDisplay display;
    private final boolean stopOnError;
    private final long start = System.nanoTime();
    private final Map<String, Load> loads = new LinkedHashMap<>();
    private final Map<String, LoadResult> ended = new LinkedHashMap<>();
    private final Map<String, AmpException> failed = new LinkedHashMap<>();
    private @Nullable Throwable broken;
    private boolean cancelled;

    /**
     * A run without loads.
     *
     * @param stopOnError whether a load that fails ends the others
     */
    SyncRun(SyncDisplay display, boolean stopOnError) {
        this.display = display;
        this.stopOnError = stopOnError;
    }

    /** Starts the load of one more table. */
    void add(String table, LoadBuilder description, Function<LoadBuilder, Load> start) {
        Load load = start.apply(description.listener(display.listener(table)));
        synchronized (this) {
            loads.put(table, load);
            if (cancelled) {
                load.cancel();
            }
        }
    }

    /** Asks all loads to end. */
    synchronized void cancel() {
        cancelled = true;
        loads.values().forEach(Load::cancel);
    }

    /** Shows progress until all loads have ended. */
    SyncReport await() {
        CompletableFuture<?>[] all = loads.entrySet().stream()
                .map(each -> each.getValue().result().handle((result, failure) -> {
                    note(each.getKey(), result, failure);
                    return null;
                }))
                .toArray(CompletableFuture<?>[]::new);
        follow(CompletableFuture.allOf(all));
        synchronized (this) {
            if (broken instanceof Error error) {
                throw error;
            }
            if (broken instanceof RuntimeException bug) {
                throw bug;
            }
            return new SyncReport(ended, failed, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private void follow(CompletableFuture<Void> all) {
        while (true) {
            try {
                all.get(display.interval().toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException stillRunning) {
                display.present(progress());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cancel();
                return;
            }
        }
    }

    private synchronized Map<String, LoadProgress> progress() {
        Map<String, LoadProgress> progress = new LinkedHashMap<>();
        loads.forEach((table, load) -> progress.put(table, load.progress()));
        return progress;
    }

    private synchronized void note(String table, @Nullable LoadResult result, @Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (result != null) {
            ended.put(table, result);
            display.ended(table, result);
        } else if (cause instanceof AmpException known && !(cancelled && known.code() == LoadError.CANCELLED)) {
            failed.put(table, known);
            display.failed(table, known);
        } else if (!(cause instanceof AmpException)) {
            broken = broken == null ? cause : broken;
        }
        if (cause != null && stopOnError) {
            cancel();
        }
    }

    /** Ends all loads, and waits until they have. */
    @Override
    public void close() {
        cancel();
        loads.values().forEach(Load::close);
    }
}
