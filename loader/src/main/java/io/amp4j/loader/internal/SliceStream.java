package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import io.amp4j.client.ClientError;
import io.amp4j.client.stream.Action;
import io.amp4j.client.stream.Message;
import io.amp4j.client.stream.Step;
import io.amp4j.loader.LoadEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a slice, from its start to its end. Reads it, keeps it within the slice's blocks, and says when to commit; what each message means,
 * the stream machine says. Used by one worker's thread.
 */
final class SliceStream {
    /** A server that has the block asked for answers well within this time; and an open unit may keep a recovery waiting that long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * To read ahead for so long makes a turn worth a commit, which takes DuckDB some 20 ms. Whatever is gathered longer has to be written, slice
     * after slice, when all streams have ended and nothing is left to write it beside.
     */
    private static final Duration WORTH_A_TURN = Duration.ofMillis(250);

    private static final long NONE = -1;

    private final JobSpec spec;
    private final Slice slice;
    private final Neighbours neighbours;
    private final UnitGate gate;
    private final JobMonitor monitor;
    private final Recovery recovery;
    private final SliceWriter writer;
    private final SliceStart start;
    private final BatchStream stream;
    private final CancelSignal cancel;
    private final boolean mayBeAwaited;
    private long lowestLimit;
    private long closed = NONE;
    private boolean sawBlocks;

    /** A stream that was just opened; whoever opened it closes it. */
    SliceStream(
            SliceTools tools,
            Slice slice,
            Recovery recovery,
            SliceWriter writer,
            SliceStart start,
            BatchStream stream) {
        this.spec = tools.spec();
        this.slice = slice;
        this.neighbours = tools.neighbours();
        this.gate = tools.gate();
        this.monitor = tools.monitor();
        this.recovery = recovery;
        this.writer = writer;
        this.start = start;
        this.stream = stream;
        this.cancel = slice.stop();
        this.mayBeAwaited = spec.slices().workers() > 1 || spec.turns() != null;
        this.lowestLimit = slice.limit();
    }

    /** Reads until there is nothing more to do, or another stream has to go on. */
    Next read() {
        sayIfItWaits();
        while (true) {
            if (!writer.keepsUp() || givesWay()) {
                return startAnew();
            }
            if (commitsInTime()) {
                continue;
            }
            gather();
            Batch batch = take();
            if (batch == null) {
                ended();
                return Next.LEAVE_STREAM;
            }
            Next next = take(Message.of(batch), batch);
            if (next != Next.READ_ON) {
                return next;
            }
        }
    }

    private void sayIfItWaits() {
        Long asked = spec.fromBlock();
        if (asked != null && start.beginsTheLoad() && !stream.await(PATIENCE)) {
            monitor.tell(new LoadEvent.AwaitingBlock(asked));
        }
    }

    private Next startAnew() {
        writer.startAnew();
        return Next.LEAVE_STREAM;
    }

    /** A recovery waits until no unit is open; a unit that stands still in the middle of a microbatch does not make it wait for ever. */
    private boolean givesWay() {
        while (mayBeAwaited && writer.isAmidMicrobatch() && !cancel.requested() && !stream.await(PATIENCE)) {
            if (gate.isAwaited()) {
                return true;
            }
        }
        return false;
    }

    /** While the chain is quiet, what is complete is committed in time; at once if somebody waits for the unit's place. */
    private boolean commitsInTime() {
        boolean due = writer.isComplete() && !cancel.requested() && !stream.await(untilDueOrAwaited());
        if (due) {
            writer.commit();
        }
        return due;
    }

    private Duration untilDueOrAwaited() {
        return gate.isAwaited() ? Duration.ZERO : writer.untilDue();
    }

    /** Where units are opened in turns, a turn is taken for as much as is worth it, and others write meanwhile. */
    private void gather() {
        if (!writer.isOpen() && !slice.isOpen() && !gate.isFree()) {
            Duration interval = spec.commit().interval();
            stream.awaitReadAhead(interval.compareTo(WORTH_A_TURN) < 0 ? interval : WORTH_A_TURN);
        }
    }

    private @Nullable Batch take() {
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
        writer.commitIfComplete();
        return CancelSignal.cancelled();
    }

    private void ended() {
        writer.commitIfComplete();
        if (sawBlocks && closed < lowestLimit) {
            throw new AmpException(ClientError.UNAVAILABLE, "the server ended the stream");
        }
        if (!sawBlocks) {
            recovery.pauseForData();
        }
    }

    private Next take(Message message, Batch batch) {
        if (!sawBlocks && !message.ranges().isEmpty()) {
            sawBlocks = true;
            if (beginsElsewhere(message.ranges().get(0))) {
                return startAnew();
            }
        }
        return handle(message, batch);
    }

    private boolean beginsElsewhere(BlockRange first) {
        if (start.atBlock() < 0 || first.start() == start.atBlock()) {
            return false;
        }
        if (start.beginsTheLoad()) {
            monitor.tell(new LoadEvent.BeganElsewhere(start.atBlock(), first.start()));
            if (first.start() < start.atBlock()) {
                neighbours.runAsOneStream(SliceStart.WHY_ONE_STREAM);
            }
            return false;
        }
        neighbours.runAsOneStream(SliceStart.WHY_ONE_STREAM);
        return true;
    }

    private Next handle(Message message, Batch batch) {
        Next admitted = message.ranges().isEmpty()
                ? Next.READ_ON
                : admit(message.ranges().get(0));
        if (admitted != Next.READ_ON) {
            return admitted;
        }
        Step step = writer.position().on(message);
        boolean closes = false;
        for (Action action : step.actions()) {
            if (action instanceof Action.Commit commit) {
                writer.commit();
                return writer.keepsUp() ? handle(commit.again(), batch) : startAnew();
            }
            if (action instanceof Action.Resume resume) {
                return goBack(step, resume);
            }
            writer.perform(action, batch);
            closes |= action instanceof Action.Close;
        }
        writer.moveTo(step.position());
        return closes ? afterWatermark(message.ranges().get(0).end()) : Next.READ_ON;
    }

    /** Keeps the stream within the slice's blocks, or makes more of them the slice's. */
    private Next admit(BlockRange range) {
        long first = neighbours.first(slice);
        boolean nothingYet = writer.position().history().isEmpty() && !writer.isOpen();
        if (nothingYet && first > 0 && range.start() < first && range.end() >= first) {
            return startAnew();
        }
        if (neighbours.reach(slice, range) || writer.isAmidMicrobatch()) {
            return Next.READ_ON;
        }
        writer.commitIfComplete();
        lowestLimit = Math.min(lowestLimit, slice.limit());
        if (!neighbours.cross(slice, range)) {
            return Next.DONE;
        }
        return writer.keepsUp() ? Next.READ_ON : startAnew();
    }

    private Next goBack(Step step, Action.Resume resume) {
        writer.rollBack();
        monitor.tell(new LoadEvent.Reorganised(resume.reorg()));
        writer.moveTo(step.position());
        return Next.LEAVE_STREAM;
    }

    private Next afterWatermark(long block) {
        closed = block;
        boolean edge = neighbours.isEdge(slice, block);
        if (edge || writer.isFull() || neighbours.waitForFirstRecord()) {
            writer.commit();
        }
        return edge && neighbours.isDone(slice) ? Next.DONE : Next.READ_ON;
    }

    /** What comes after a message, or a stream. */
    enum Next {
        READ_ON,
        LEAVE_STREAM,
        DONE
    }
}
