package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import io.amp4j.client.ClientError;
import io.amp4j.client.stream.Action;
import io.amp4j.client.stream.Message;
import io.amp4j.client.stream.Step;
import io.amp4j.client.stream.StreamPosition;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.client.stream.UnitChange;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A live stream. The stream machine says what each message means; this class does it, groups commits, and after any failure goes on
 * behind what the destination says is committed. Used by the job's thread.
 */
final class StreamRun {
    /** A server that has the block asked for answers well within this time. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final JobSpec spec;
    private final LoadSession session;
    private final JobMonitor monitor;
    private final Recovery recovery;
    private final CancelSignal cancel;
    private final OpenUnit unit;
    private StreamPosition position;

    StreamRun(JobSpec spec, LoadSession session, JobMonitor monitor, Recovery recovery, CancelSignal cancel) {
        this.spec = spec;
        this.session = session;
        this.monitor = monitor;
        this.recovery = recovery;
        this.cancel = cancel;
        this.unit = new OpenUnit(session, spec.clock());
        this.position = positionOf(session.opened());
    }

    /** Loads until the last block asked for is committed. Whatever ends it, nothing is left open. */
    void run() {
        try {
            while (!reachedLastBlock()) {
                readOrRecover();
            }
        } finally {
            rollBack();
        }
    }

    /** What the destination holds. */
    List<StreamRecord> records() {
        return position.history().records();
    }

    private void readOrRecover() {
        try {
            read();
        } catch (AmpException failure) {
            rollBack();
            recovery.pause(failure);
            position = positionOf(recovery.insist(session::recover));
        }
    }

    private StreamPosition positionOf(StreamState state) {
        StreamPosition resumed = StreamPosition.resuming(Histories.of(state));
        monitor.completeUpTo(resumed.history().cursor().orElse(null));
        return resumed;
    }

    private void rollBack() {
        unit.close();
        monitor.nothingPending();
    }

    private void read() {
        Optional<StreamStart> start = StreamStart.of(spec.query(), position, cancel);
        if (start.isEmpty()) {
            recovery.pauseForData();
            return;
        }
        position = start.get().position();
        monitor.tell(new LoadEvent.Reading(start.get().cursor()));
        try (BatchStream stream = spec.query().stream(start.get().cursor())) {
            cancel.reading(stream);
            pump(stream);
        } finally {
            cancel.reading(null);
        }
    }

    private boolean beginsAtNamedBlock() {
        return spec.fromBlock() != null && position.startedBehind().isEmpty();
    }

    private void sayIfItWaits(BatchStream stream) {
        Long asked = spec.fromBlock();
        if (asked != null && beginsAtNamedBlock() && !stream.await(PATIENCE)) {
            monitor.tell(new LoadEvent.AwaitingBlock(asked));
        }
    }

    private void pump(BatchStream stream) {
        sayIfItWaits(stream);
        boolean sawBlocks = false;
        for (Batch batch = take(stream); batch != null; batch = take(stream)) {
            Message message = Message.of(batch);
            if (!sawBlocks && !message.ranges().isEmpty()) {
                sawBlocks = true;
                noteStart(message.ranges().get(0));
            }
            if (handle(message, batch) == Next.LEAVE_STREAM) {
                return;
            }
        }
        ended(sawBlocks);
    }

    private void noteStart(BlockRange first) {
        Long asked = spec.fromBlock();
        if (asked != null && beginsAtNamedBlock() && first.start() != asked) {
            monitor.tell(new LoadEvent.BeganElsewhere(asked, first.start()));
        }
    }

    private void ended(boolean sawBlocks) {
        if (position.committable()) {
            commit();
        }
        if (sawBlocks) {
            throw new AmpException(ClientError.UNAVAILABLE, "the server ended the stream");
        }
        recovery.pauseForData();
    }

    /** The next message; while the chain is quiet, what is complete is committed in time. */
    private @Nullable Batch take(BatchStream stream) {
        while (position.committable() && !cancel.requested() && !stream.await(untilDue())) {
            commit();
        }
        if (cancel.requested()) {
            throw stopped();
        }
        try {
            return stream.next();
        } catch (AmpException e) {
            throw cancel.requested() ? stopped() : e;
        }
    }

    private AmpException stopped() {
        if (position.committable()) {
            commit();
        }
        return CancelSignal.cancelled();
    }

    private Duration untilDue() {
        Duration left = spec.commit().interval().minus(unit.age());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Next handle(Message message, Batch batch) {
        Step step = position.on(message);
        boolean closed = false;
        for (Action action : step.actions()) {
            if (action instanceof Action.Commit commit) {
                commit();
                return handle(commit.again(), batch);
            }
            if (action instanceof Action.Resume resume) {
                return goBack(step, resume);
            }
            perform(action, batch);
            closed |= action instanceof Action.Close;
        }
        position = step.position();
        return closed ? afterWatermark() : Next.READ_ON;
    }

    private Next goBack(Step step, Action.Resume resume) {
        rollBack();
        monitor.tell(new LoadEvent.Reorganised(resume.reorg()));
        position = step.position();
        return Next.LEAVE_STREAM;
    }

    private void perform(Action action, Batch batch) {
        monitor.received();
        if (action instanceof Action.Void voided) {
            unit.get().delete(voided.records());
            monitor.tell(new LoadEvent.Reorganised(voided.reorg()));
        } else if (action instanceof Action.Write write) {
            unit.get().write(write.id(), write.range(), batch.root());
            monitor.tell(new LoadEvent.Wrote(batch.rows(), ArrowBytes.of(batch.root()), write.range()));
        } else {
            unit.get();
        }
    }

    private Next afterWatermark() {
        boolean last = closesLastBlock();
        if (last || isFull()) {
            commit();
        }
        return last ? Next.LEAVE_STREAM : Next.READ_ON;
    }

    private boolean isFull() {
        CommitPolicy policy = spec.commit();
        return monitor.pendingRows() >= policy.rows()
                || monitor.pendingBytes() >= policy.bytes()
                || untilDue().isZero();
    }

    private boolean closesLastBlock() {
        Long last = spec.toBlock();
        if (last == null) {
            return false;
        }
        List<StreamRecord> closed = position.unit(spec.retention()).added();
        return closed.get(closed.size() - 1).range().end() >= last;
    }

    private boolean reachedLastBlock() {
        Long last = spec.toBlock();
        return last != null
                && position.history()
                        .newest()
                        .filter(record -> record.range().end() >= last)
                        .isPresent();
    }

    private void commit() {
        UnitChange change = position.unit(spec.retention());
        Instant now = spec.clock().now().truncatedTo(ChronoUnit.MILLIS);
        List<StreamRecord> added =
                change.recordsAdded().stream().map(record -> stamp(record, now)).toList();
        long rows = monitor.pendingRows();
        long bytes = monitor.pendingBytes();
        long start = spec.clock().nanos();
        List<StreamRecord> stored = unit.get().commit(new StateChange(change.recordsRemoved(), added, null));
        unit.close();
        position = position.committed(stored);
        recovery.progressed();
        monitor.completeUpTo(position.history().cursor().orElse(null));
        List<BlockRange> ranges =
                change.added().stream().map(StreamRecord::range).toList();
        Duration took = Duration.ofNanos(spec.clock().nanos() - start);
        monitor.tell(new LoadEvent.Committed(rows, bytes, ranges, took));
    }

    private static StreamRecord stamp(StreamRecord record, Instant now) {
        return record.committedAt() != null
                ? record
                : new StreamRecord(record.id(), record.range(), now, record.attempt());
    }

    private enum Next {
        READ_ON,
        LEAVE_STREAM
    }
}
