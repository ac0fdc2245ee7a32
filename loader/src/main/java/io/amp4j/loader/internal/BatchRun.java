package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchId;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadResult.Ending;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch load: one unit, or nothing. An interrupted one begins again from the start, in a new unit. Used by the job's thread. */
final class BatchRun {
    private final JobSpec spec;
    private final LoadSession session;
    private final JobMonitor monitor;
    private final Recovery recovery;
    private final CancelSignal cancel;
    private final UnitGate gate;
    private final BatchId id;
    private List<BlockRange> ranges = List.of();
    /** Whether a commit was begun whose outcome was not told. */
    private boolean inDoubt;

    BatchRun(JobSpec spec, LoadSession session, JobMonitor monitor, Recovery recovery, CancelSignal cancel) {
        this.spec = spec;
        this.session = session;
        this.monitor = monitor;
        this.recovery = recovery;
        this.cancel = cancel;
        this.gate = spec.unitGate();
        this.id = BatchId.ofLoad(spec.loadId());
    }

    Ending run() {
        if (session.opened().load(spec.loadId()).isPresent()) {
            return Ending.ALREADY_LOADED;
        }
        while (!committed()) {
            monitor.rolledBack(this, monitor.pendingRows(), monitor.pendingBytes());
        }
        return Ending.COMPLETE;
    }

    /** The ranges of the tables that were read, as the server gave them. */
    List<BlockRange> ranges() {
        return ranges;
    }

    private boolean committed() {
        long start = spec.clock().nanos();
        try {
            loadOnce();
        } catch (AmpException failure) {
            if (!isFoundCommitted(failure)) {
                return false;
            }
        }
        Duration took = Duration.ofNanos(spec.clock().nanos() - start);
        monitor.tell(new LoadEvent.Committed(monitor.pendingRows(), monitor.pendingBytes(), List.of(), took));
        monitor.committed(this);
        return true;
    }

    private boolean isFoundCommitted(AmpException failure) {
        try {
            recovery.pause(failure);
            return isIn(recovery.insist(session::recover));
        } catch (AmpException end) {
            if (inDoubt && isInAtLast(end)) {
                return true;
            }
            throw end;
        }
    }

    private boolean isIn(StreamState state) {
        return state.load(spec.loadId()).isPresent();
    }

    /** Nobody tries again, but a load that is told as failed would be loaded a second time. */
    private boolean isInAtLast(AmpException end) {
        try {
            return isIn(session.recover());
        } catch (AmpException unknown) {
            end.addSuppressed(unknown);
            throw new AmpException(
                    end.code(),
                    end.detail() + ". It is not known whether the load was committed: load it again under the same id"
                            + " (--load-id '" + spec.loadId() + "'), which counts once",
                    end);
        }
    }

    private void loadOnce() {
        inDoubt = false;
        monitor.tell(new LoadEvent.Reading(null));
        OpenUnit open = new OpenUnit(session, gate, cancel, spec.clock());
        try {
            fill(open.get());
        } finally {
            open.close();
        }
    }

    private void fill(Unit unit) {
        try (BatchStream stream = spec.query().batches()) {
            ResultSchema.requireSame(stream, session);
            cancel.reading(stream);
            if (spec.mode() == LoadMode.OVERWRITE) {
                unit.deleteAll();
            }
            for (Batch batch = next(stream); batch != null; batch = next(stream)) {
                write(unit, batch);
            }
            inDoubt = true;
            unit.commit(new StateChange(List.of(), List.of(), loadRecord()));
        } finally {
            cancel.reading(null);
        }
    }

    private @Nullable Batch next(BatchStream stream) {
        cancel.check();
        return stream.next();
    }

    private void write(Unit unit, Batch batch) {
        ranges = batch.metadata().ranges();
        if (batch.rows() == 0) {
            return;
        }
        unit.write(id, null, batch.root());
        monitor.received(this);
        monitor.tell(new LoadEvent.Wrote(batch.rows(), ArrowBytes.of(batch.root()), null));
    }

    private LoadRecord loadRecord() {
        Instant now = spec.clock().now().truncatedTo(ChronoUnit.MILLIS);
        return new LoadRecord(spec.loadId(), id, monitor.pendingRows(), now);
    }
}
