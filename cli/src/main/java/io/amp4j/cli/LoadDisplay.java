package io.amp4j.cli;

import io.amp4j.loader.Load;
import io.amp4j.loader.LoadListener;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadResult;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Shows what a load does: one line that changes on a terminal, lines elsewhere, events for scripts. */
abstract class LoadDisplay implements LoadListener, AutoCloseable {
    private long shownAt = System.nanoTime();

    static LoadDisplay of(Console console, CommonOptions common, String destination, String table) {
        return common.json() ? new LoadEventLines(console) : new LoadStory(console, destination, table);
    }

    /** Shows progress until the load has ended. */
    void follow(Load load) {
        while (true) {
            try {
                load.result().get(interval().toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException stillRunning) {
                show(load.progress());
            } catch (ExecutionException ended) {
                return;
            } catch (InterruptedException e) {
                load.cancel();
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Shows how far a load is, if the last time was an interval ago. */
    final void show(LoadProgress progress) {
        long now = System.nanoTime();
        if (now - shownAt >= interval().toNanos()) {
            shownAt = now;
            present(progress);
        }
    }

    abstract Duration interval();

    abstract void present(LoadProgress progress);

    abstract void finished(LoadResult result);

    @Override
    public abstract void close();
}
