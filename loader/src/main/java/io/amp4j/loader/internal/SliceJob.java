package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadSession;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A live load: workers that take slices from a desk until none is left, each on a thread of its own; the job's own thread is the first of them.
 */
final class SliceJob {
    private final JobSpec spec;
    private final JobMonitor monitor;
    private final Recovery recovery;
    private final CancelSignal cancel;
    private final @Nullable Survey survey;
    private final SliceDesk desk;
    private final SliceTools tools;
    private volatile @Nullable Throwable broken;
    private final Set<Thread> workers = ConcurrentHashMap.newKeySet();

    /** A job that has not begun; a survey belongs to a load that will be cut. */
    SliceJob(
            JobSpec spec,
            LoadSession session,
            @Nullable Survey survey,
            JobMonitor monitor,
            Recovery recovery,
            CancelSignal cancel) {
        this.survey = survey;
        this.spec = spec;
        this.monitor = monitor;
        this.recovery = recovery;
        this.cancel = cancel;
        this.desk =
                new SliceDesk(spec, session.opened(), survey == null ? OptionalLong::empty : survey, monitor, cancel);
        this.tools = new SliceTools(spec, session, spec.unitGate(), desk.neighbours(), monitor);
    }

    /** What the destination holds. */
    List<StreamRecord> records() {
        return desk.records();
    }

    /**
     * Loads until all that was asked for is committed. Whatever ends it, nothing is left open, and all workers have ended.
     *
     * @param executor where the other workers run
     */
    void run(Executor executor) {
        Crew others = new Crew(executor, spec.clock());
        try {
            if (survey != null) {
                hear(survey);
                monitor.backfill(desk::progress);
            }
            for (int i = 1; i < spec.slices().workers(); i++) {
                others.run(this::work);
            }
            work();
        } catch (Throwable e) {
            breakOff(e);
        } finally {
            desk.end();
            others.end();
            monitor.backfill(() -> null);
        }
        desk.tell();
        throwFailure();
    }

    private void throwFailure() {
        Throwable failure = broken == null ? desk.failure() : broken;
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        cancel.check();
    }

    /** Tells the desk where the server's blocks begin, how many it sends at a time, and how far they go. */
    private void hear(Survey answers) {
        Optional<BlockRange> first = answers.first(recovery);
        OptionalLong newest = answers.newestAtFirst();
        desk.surveyed(first, newest);
        if (first.isPresent() && newest.isEmpty() && spec.toBlock() == null) {
            desk.neighbours()
                    .runAsOneStream(
                            "the server does not say how far the query's blocks go; name the last block to load in parallel up to it");
        }
    }

    /** Whether a thread is one of the job's own, which must not wait for the job's end. */
    boolean isWorker(Thread thread) {
        return workers.contains(thread);
    }

    private void work() {
        workers.add(Thread.currentThread());
        try {
            for (Slice slice = desk.take(); slice != null; slice = desk.take()) {
                load(slice);
                desk.tell();
            }
        } catch (Throwable e) { // an Error ends all workers, as it ends a job of one
            breakOff(e);
        } finally {
            workers.remove(Thread.currentThread());
        }
    }

    private void load(Slice slice) {
        SliceRun run = new SliceRun(tools, slice);
        try {
            run.run();
        } catch (AmpException e) {
            settle(run);
            if (e.code() == LoadError.FENCED) {
                throw e;
            }
            if (e.code() != LoadError.CANCELLED || !slice.stop().requested()) {
                desk.failed(slice, e);
                return;
            }
        }
        desk.stopped(slice);
    }

    /** A slice that ends in doubt leaves no doubt behind: its neighbours go by what the destination holds. */
    private void settle(SliceRun run) {
        if (run.isInDoubt() && !cancel.requested() && broken == null) {
            run.recover(recovery(), cancel);
        }
    }

    private Recovery recovery() {
        return new Recovery(spec.retry(), spec.clock(), monitor, cancel);
    }

    private void breakOff(Throwable e) {
        synchronized (this) {
            broken = broken == null ? e : broken;
        }
        desk.end();
    }
}
