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
    static LoadDisplay of(Console console, CommonOptions common, String uri, String table) {
        return common.json() ? new LoadEventLines(console) : new LoadStory(console, uri, table);
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

    abstract Duration interval();

    abstract void show(LoadProgress progress);

    abstract void finished(LoadResult result);

    @Override
    public abstract void close();
}
