package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadResult;
import io.amp4j.loader.LoadResult.Ending;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** One run of one load: opens the destination, loads, and releases all of it. */
public final class LoadJob implements Load {
    private final JobSpec spec;
    private final JobMonitor monitor;
    private final CancelSignal cancel = new CancelSignal();
    private final Recovery recovery;
    private final CompletableFuture<LoadResult> result = new CompletableFuture<>();
    private volatile @Nullable Thread thread;
    private final Executor executor;
    private volatile @Nullable SliceJob stream;

    private LoadJob(JobSpec spec, @Nullable Executor executor) {
        this.spec = spec;
        this.executor = executor == null ? this::onThreadOfItsOwn : executor;
        this.monitor = new JobMonitor(spec.clock(), spec.listeners());
        this.recovery = new Recovery(spec.retry(), spec.clock(), monitor, cancel);
    }

    /**
     * Starts a job.
     *
     * @param spec what it does
     * @param executor where it runs, or null for a daemon thread of its own
     * @return the running load
     */
    public static Load start(JobSpec spec, @Nullable Executor executor) {
        LoadJob job = new LoadJob(spec, executor);
        try {
            job.executor.execute(job::run);
            return job;
        } catch (RejectedExecutionException e) {
            job.release();
            throw e;
        }
    }

    private void onThreadOfItsOwn(Runnable work) {
        Thread worker = new Thread(work, "amp-load-" + spec.table());
        worker.setDaemon(true);
        worker.start();
    }

    private void run() {
        thread = Thread.currentThread();
        try {
            LoadResult done = loadAndRelease();
            monitor.tell(new LoadEvent.Finished(done));
            result.complete(done);
        } catch (Throwable e) { // an Error ends the job too, and whoever waits for it has to know
            fail(e);
        } finally {
            thread = null;
        }
    }

    private void fail(Throwable cause) {
        try {
            monitor.tell(new LoadEvent.Failed(cause));
        } catch (Error e) { // a listener's, who may have made the load fail by the same
            if (e != cause) {
                cause.addSuppressed(e);
            }
        } finally {
            result.completeExceptionally(cause);
        }
    }

    private LoadResult loadAndRelease() {
        try {
            return load();
        } catch (AmpException e) {
            if (e.code() != LoadError.CANCELLED || !cancel.requested() || spec.mode() != LoadMode.STREAM) {
                throw e;
            }
            return result(Ending.CANCELLED);
        } finally {
            release();
        }
    }

    private void release() {
        if (spec.loaderOwned()) {
            spec.loader().close();
        }
    }

    private LoadResult load() {
        Features.check(spec);
        try (Survey survey = survey()) {
            Schema schema = recovery.insist(spec.query()::schema);
            return load(spec.request(schema), survey);
        }
    }

    private LoadResult load(LoadRequest request, @Nullable Survey survey) {
        try (LoadSession session = recovery.insist(() -> open(request))) {
            recovery.progressed();
            monitor.tell(new LoadEvent.Opened(spec.loader().traits().level(), session.opened()));
            return spec.mode() == LoadMode.STREAM ? stream(session, survey) : batch(session);
        }
    }

    private @Nullable Survey survey() {
        return spec.slices().workers() == 1 ? null : Survey.begin(spec, cancel, executor);
    }

    private LoadSession open(LoadRequest request) {
        cancel.check();
        Features.refuseOverwritingStreams(spec);
        return spec.open(request, cancel);
    }

    private LoadResult stream(LoadSession session, @Nullable Survey survey) {
        SliceJob run = new SliceJob(spec, session, survey, monitor, recovery, cancel);
        stream = run;
        run.run(executor);
        return result(Ending.COMPLETE);
    }

    private LoadResult result(Ending ending) {
        SliceJob run = stream;
        return monitor.result(ending, run == null ? List.of() : Ranges.joined(run.records()));
    }

    private LoadResult batch(LoadSession session) {
        BatchRun run = new BatchRun(spec, session, monitor, recovery, cancel);
        Ending ending = run.run();
        return monitor.result(ending, run.ranges());
    }

    @Override
    public CompletableFuture<LoadResult> result() {
        return result.copy();
    }

    @Override
    public LoadProgress progress() {
        return monitor.progress();
    }

    @Override
    public void cancel() {
        cancel.request();
    }

    @Override
    public void close() {
        cancel();
        SliceJob slices = stream;
        Thread caller = Thread.currentThread();
        if (caller != thread && (slices == null || !slices.isWorker(caller))) {
            result.handle((done, failure) -> done).join();
        }
    }
}
