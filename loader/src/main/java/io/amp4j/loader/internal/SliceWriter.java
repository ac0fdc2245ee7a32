package io.amp4j.loader.internal;

import io.amp4j.client.Batch;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.Action;
import io.amp4j.client.stream.Retention;
import io.amp4j.client.stream.StreamPosition;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.client.stream.UnitChange;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.spi.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a slice stands: the position that the stream machine has come to, and the unit that is open there. Does what the machine says, and
 * commits. Used by one worker's thread.
 */
final class SliceWriter {
    private final JobSpec spec;
    private final Slice slice;
    private final Neighbours neighbours;
    private final JobMonitor monitor;
    private final Recovery recovery;
    private final OpenUnit unit;
    private @Nullable StreamPosition known;
    private int seen;
    private boolean inDoubt;

    SliceWriter(SliceTools tools, Slice slice, Recovery recovery) {
        this.spec = tools.spec();
        this.slice = slice;
        this.neighbours = tools.neighbours();
        this.monitor = tools.monitor();
        this.recovery = recovery;
        this.unit = new OpenUnit(tools.session(), tools.gate(), slice.stop(), spec.clock());
    }

    /** Whether there is a position to go on from: else the destination is looked at first. */
    boolean isPlaced() {
        return known != null;
    }

    StreamPosition position() {
        return Objects.requireNonNull(known);
    }

    void moveTo(StreamPosition position) {
        known = position;
    }

    /** What the destination holds may have changed since the position was taken: then it is taken anew. */
    void takePosition() {
        if (known == null || neighbours.haveChanged(slice, seen)) {
            known = look().position();
        }
    }

    /** Puts the position amid what the destination holds now. False if the stream has to be started anew for it. */
    boolean keepsUp() {
        if (!neighbours.haveChanged(slice, seen)) {
            return true;
        }
        SliceView view = look();
        known = position().amid(view.run(), view.ahead()).orElse(null);
        return known != null;
    }

    private SliceView look() {
        SliceView view = neighbours.view(slice);
        seen = view.version();
        return view;
    }

    boolean isOpen() {
        return unit.isOpen();
    }

    /** Whether what is open may be committed: it ends with a watermark. */
    boolean isComplete() {
        return position().committable();
    }

    /** Whether the open unit has rows of a microbatch that is not closed. */
    boolean isAmidMicrobatch() {
        return unit.isOpen() && !isComplete();
    }

    boolean isFull() {
        return unit.fills(spec.commit()) || untilDue().isZero();
    }

    /** How long what is complete may still wait for more. */
    Duration untilDue() {
        Duration left = spec.commit().interval().minus(unit.age());
        return left.isNegative() ? Duration.ZERO : left;
    }

    void perform(Action action, Batch batch) {
        monitor.received(this);
        if (!unit.isOpen()) {
            neighbours.awaitLowest(slice);
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

    void commitIfComplete() {
        if (isComplete()) {
            commit();
        }
    }

    void commit() {
        UnitChange change = position().unit(neighbours.isLowest(slice) ? spec.retention() : Retention.FOREVER);
        long rows = unit.rows();
        long bytes = unit.bytes();
        long start = spec.clock().nanos();
        List<StreamRecord> stored = store(change);
        neighbours.committed(slice, change.recordsRemoved(), stored, rows, bytes);
        unit.close();
        known = position().committed(stored);
        recovery.progressed();
        List<BlockRange> ranges =
                change.added().stream().map(StreamRecord::range).toList();
        Duration took = Duration.ofNanos(spec.clock().nanos() - start);
        monitor.committed(this);
        monitor.tell(new LoadEvent.Committed(rows, bytes, ranges, took));
    }

    private List<StreamRecord> store(UnitChange change) {
        Instant now = spec.clock().now().truncatedTo(ChronoUnit.MILLIS);
        List<StreamRecord> added =
                change.recordsAdded().stream().map(record -> stamp(record, now)).toList();
        inDoubt = true;
        List<StreamRecord> stored = unit.get().commit(new StateChange(change.recordsRemoved(), added, null));
        inDoubt = false;
        return stored;
    }

    private static StreamRecord stamp(StreamRecord record, Instant now) {
        return record.committedAt() != null
                ? record
                : new StreamRecord(record.id(), record.range(), now, record.attempt());
    }

    void rollBack() {
        monitor.rolledBack(this, unit.rows(), unit.bytes());
        unit.close();
    }

    /** Rolls back, and forgets the position: it is taken anew. */
    void startAnew() {
        rollBack();
        known = null;
    }

    /** Whether a commit failed, and the state was not read back since. */
    boolean isInDoubt() {
        return inDoubt;
    }

    /** The state was read back. */
    void isCertain() {
        inDoubt = false;
    }
}
