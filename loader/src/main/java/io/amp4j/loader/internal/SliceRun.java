package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import io.amp4j.client.ClientError;
import io.amp4j.client.stream.Action;
import io.amp4j.client.stream.Message;
import io.amp4j.client.stream.Retention;
import io.amp4j.client.stream.Step;
import io.amp4j.client.stream.StreamPosition;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.client.stream.UnitChange;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A slice's stream; of a load that is not parallel, the only one. The stream machine says what each message means; this class does it, groups
 * commits, and after any failure goes on behind what the destination says is committed. Used by one worker's thread.
 */
final class SliceRun {
    /** A server that has the block asked for answers well within this time; and an open unit may keep a recovery waiting that long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final JobSpec spec;
    private final Slice slice;
    private final SliceDesk desk;
    private final UnitGate gate;
    private final LoadSession session;
    private final JobMonitor monitor;
    private final CancelSignal cancel;
    private final Recovery recovery;
    private final OpenUnit unit;
    private final boolean mayBeAwaited;
    private @Nullable StreamPosition known;
    private int seen;
    private long lowestLimit;
    private long closed;
    private boolean inDoubt;

    SliceRun(JobSpec spec, Slice slice, SliceDesk desk, UnitGate gate, LoadSession session, JobMonitor monitor) {
        this.spec = spec;
        this.slice = slice;
        this.desk = desk;
        this.gate = gate;
        this.session = session;
        this.monitor = monitor;
        this.cancel = slice.stop();
        this.recovery = new Recovery(spec.retry(), spec.clock(), monitor, cancel);
        this.unit = new OpenUnit(session, gate, cancel, spec.clock());
        this.mayBeAwaited = spec.slices().workers() > 1 || spec.turns() != null;
    }

    /** Loads until nothing of the slice is left to do. Whatever ends it, nothing is left open. */
    void run() {
        try {
            while (known != null || !desk.isDone(slice)) {
                if (readOrRecover() == Next.DONE) {
                    return;
                }
            }
        } finally {
            rollBack();
        }
    }

    /** Whether a commit failed, and the state was not read back since. */
    boolean isInDoubt() {
        return inDoubt;
    }

    private Next readOrRecover() {
        try {
            return read();
        } catch (AmpException failure) {
            rollBack();
            recovery.pause(failure);
            recover(recovery, cancel);
            known = null;
            return Next.LEAVE_STREAM;
        }
    }

    /** Makes certain what became of the unit that failed. */
    void recover(Recovery patience, CancelSignal until) {
        desk.recovered(patience.insist(() -> gate.alone(until, session::recover)));
        inDoubt = false;
    }

    private void rollBack() {
        monitor.rolledBack(this, unit.rows(), unit.bytes());
        unit.close();
    }

    private StreamPosition position() {
        return Objects.requireNonNull(known);
    }

    /** What the destination holds may have changed since the position was taken: then it is taken anew. */
    private void takePosition() {
        if (known == null || desk.hasChanged(slice, seen)) {
            SliceView view = desk.view(slice);
            seen = view.version();
            known = view.position();
        }
    }

    /** Puts the position amid what the destination holds now. False if the stream has to be started anew for it. */
    private boolean keepsUp() {
        if (!desk.hasChanged(slice, seen)) {
            return true;
        }
        SliceView view = desk.view(slice);
        seen = view.version();
        known = position().amid(view.run(), view.ahead()).orElse(null);
        return known != null;
    }

    private Next read() {
        cancel.check();
        closed = -1;
        takePosition();
        SliceStart start = SliceStart.of(spec, slice, desk, position(), cancel).orElse(null);
        if (start == null) {
            recovery.pauseForData();
            return Next.LEAVE_STREAM;
        }
        known = start.position();
        monitor.tell(new LoadEvent.Reading(start.cursor()));
        try (BatchStream stream = spec.reading().stream(start.cursor())) {
            slice.startsReading();
            stream.endBehind(slice::receives);
            lowestLimit = slice.limit();
            cancel.reading(stream);
            return pump(stream, start);
        } finally {
            cancel.reading(null);
        }
    }

    private void sayIfItWaits(BatchStream stream, SliceStart start) {
        Long asked = spec.fromBlock();
        if (asked != null && start.beginsTheLoad() && !stream.await(PATIENCE)) {
            monitor.tell(new LoadEvent.AwaitingBlock(asked));
        }
    }

    private Next pump(BatchStream stream, SliceStart start) {
        sayIfItWaits(stream, start);
        boolean sawBlocks = false;
        while (true) {
            if (!keepsUp() || givesWay(stream)) {
                return startAnew();
            }
            if (commitsInTime(stream)) {
                continue;
            }
            gather(stream);
            Batch batch = take(stream);
            if (batch == null) {
                ended(sawBlocks);
                return Next.LEAVE_STREAM;
            }
            Message message = Message.of(batch);
            if (!sawBlocks && !message.ranges().isEmpty()) {
                sawBlocks = true;
                if (beginsElsewhere(start, message.ranges().get(0))) {
                    return startAnew();
                }
            }
            Next next = handle(message, batch);
            if (next != Next.READ_ON) {
                return next;
            }
        }
    }

    private Next startAnew() {
        rollBack();
        known = null;
        return Next.LEAVE_STREAM;
    }

    private boolean beginsElsewhere(SliceStart start, BlockRange first) {
        if (start.atBlock() < 0 || first.start() == start.atBlock()) {
            return false;
        }
        if (start.beginsTheLoad()) {
            monitor.tell(new LoadEvent.BeganElsewhere(start.atBlock(), first.start()));
            if (first.start() < start.atBlock()) {
                desk.runAsOneStream(SliceStart.WHY_ONE_STREAM);
                desk.tell();
            }
            return false;
        }
        desk.runAsOneStream(SliceStart.WHY_ONE_STREAM);
        return true;
    }

    private void ended(boolean sawBlocks) {
        if (position().committable()) {
            commit();
        }
        if (sawBlocks && closed < lowestLimit) {
            throw new AmpException(ClientError.UNAVAILABLE, "the server ended the stream");
        }
        if (!sawBlocks) {
            recovery.pauseForData();
        }
    }

    /** Where units are opened in turns, a turn is taken for as much as a commit is due for, and others write meanwhile. */
    private void gather(BatchStream stream) {
        if (!unit.isOpen() && !slice.isOpen() && !gate.isFree()) {
            stream.awaitReadAhead(spec.commit().interval());
        }
    }

    /** While the chain is quiet, what is complete is committed in time; at once if somebody waits for the unit's place. */
    private boolean commitsInTime(BatchStream stream) {
        boolean due = position().committable() && !cancel.requested() && !stream.await(untilDueOrAwaited());
        if (due) {
            commit();
        }
        return due;
    }

    /** A recovery waits until no unit is open; a unit that stands still in the middle of a microbatch does not make it wait for ever. */
    private boolean givesWay(BatchStream stream) {
        while (mayBeAwaited
                && unit.isOpen()
                && !position().committable()
                && !cancel.requested()
                && !stream.await(PATIENCE)) {
            if (gate.isAwaited()) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Batch take(BatchStream stream) {
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
        if (position().committable()) {
            commit();
        }
        return CancelSignal.cancelled();
    }

    private Duration untilDueOrAwaited() {
        return gate.isAwaited() ? Duration.ZERO : untilDue();
    }

    private Duration untilDue() {
        Duration left = spec.commit().interval().minus(unit.age());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Next handle(Message message, Batch batch) {
        Next admitted = message.ranges().isEmpty()
                ? Next.READ_ON
                : admit(message.ranges().get(0));
        if (admitted != Next.READ_ON) {
            return admitted;
        }
        Step step = position().on(message);
        boolean closed = false;
        for (Action action : step.actions()) {
            if (action instanceof Action.Commit commit) {
                commit();
                return keepsUp() ? handle(commit.again(), batch) : startAnew();
            }
            if (action instanceof Action.Resume resume) {
                return goBack(step, resume);
            }
            perform(action, batch);
            closed |= action instanceof Action.Close;
        }
        known = step.position();
        return closed ? afterWatermark(message.ranges().get(0).end()) : Next.READ_ON;
    }

    /** Keeps the stream within the slice's blocks, or makes more of them the slice's. */
    private Next admit(BlockRange range) {
        long first = desk.first(slice);
        boolean nothingYet = position().history().isEmpty() && !unit.isOpen();
        if (nothingYet && first > 0 && range.start() < first && range.end() >= first) {
            return startAnew();
        }
        if (desk.reach(slice, range) || (unit.isOpen() && !position().committable())) {
            return Next.READ_ON;
        }
        if (position().committable()) {
            commit();
        }
        lowestLimit = Math.min(lowestLimit, slice.limit());
        if (!desk.cross(slice, range)) {
            return Next.DONE;
        }
        return keepsUp() ? Next.READ_ON : startAnew();
    }

    private Next goBack(Step step, Action.Resume resume) {
        rollBack();
        monitor.tell(new LoadEvent.Reorganised(resume.reorg()));
        known = step.position();
        return Next.LEAVE_STREAM;
    }

    private void perform(Action action, Batch batch) {
        monitor.received(this);
        if (!unit.isOpen()) {
            desk.awaitLowest(slice);
        }
        if (action instanceof Action.Void voided) {
            unit.get().delete(voided.records());
            monitor.tell(new LoadEvent.Reorganised(voided.reorg()));
        } else if (action instanceof Action.Write write) {
            unit.get().write(write.id(), write.range(), batch.root());
            long bytes = ArrowBytes.of(batch.root());
            unit.wrote(batch.rows(), bytes);
            monitor.tell(new LoadEvent.Wrote(batch.rows(), bytes, write.range()));
        } else {
            unit.get();
        }
    }

    private Next afterWatermark(long block) {
        closed = block;
        boolean edge = desk.isEdge(slice, block);
        if (edge || isFull() || desk.othersWaitForFirstRecord()) {
            commit();
        }
        return edge && desk.isDone(slice) ? Next.DONE : Next.READ_ON;
    }

    private boolean isFull() {
        return unit.fills(spec.commit()) || untilDue().isZero();
    }

    private void commit() {
        UnitChange change = position().unit(desk.isLowest(slice) ? spec.retention() : Retention.FOREVER);
        Instant now = spec.clock().now().truncatedTo(ChronoUnit.MILLIS);
        List<StreamRecord> added =
                change.recordsAdded().stream().map(record -> stamp(record, now)).toList();
        long rows = unit.rows();
        long bytes = unit.bytes();
        long start = spec.clock().nanos();
        inDoubt = true;
        List<StreamRecord> stored = unit.get().commit(new StateChange(change.recordsRemoved(), added, null));
        inDoubt = false;
        desk.committed(slice, change.recordsRemoved(), stored, rows, bytes);
        unit.close();
        known = position().committed(stored);
        recovery.progressed();
        List<BlockRange> ranges =
                change.added().stream().map(StreamRecord::range).toList();
        Duration took = Duration.ofNanos(spec.clock().nanos() - start);
        monitor.committed(this);
        monitor.tell(new LoadEvent.Committed(rows, bytes, ranges, took));
    }

    private static StreamRecord stamp(StreamRecord record, Instant now) {
        return record.committedAt() != null
                ? record
                : new StreamRecord(record.id(), record.range(), now, record.attempt());
    }

    private enum Next {
        READ_ON,
        LEAVE_STREAM,
        DONE
    }
}
