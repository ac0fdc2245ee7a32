package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchStream;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.internal.SliceStream.Next;

/**
 * Loads a slice; of a load that is not parallel, the only one. Stream after stream: after any failure the next one goes on behind what the
 * destination says is committed. Used by one worker's thread.
 */
final class SliceRun {
    private final SliceTools tools;
    private final Slice slice;
    private final JobSpec spec;
    private final Neighbours neighbours;
    private final JobMonitor monitor;
    private final CancelSignal cancel;
    private final Recovery recovery;
    private final SliceWriter writer;

    SliceRun(SliceTools tools, Slice slice) {
        this.tools = tools;
        this.slice = slice;
        this.spec = tools.spec();
        this.neighbours = tools.neighbours();
        this.monitor = tools.monitor();
        this.cancel = slice.stop();
        this.recovery = new Recovery(spec.retry(), spec.clock(), monitor, cancel);
        this.writer = new SliceWriter(tools, slice, recovery);
    }

    /** Loads until nothing of the slice is left to do. Whatever ends it, nothing is left open. */
    void run() {
        try {
            while (writer.isPlaced() || !neighbours.isDone(slice)) {
                if (readOrRecover() == Next.DONE) {
                    return;
                }
            }
        } finally {
            writer.rollBack();
        }
    }

    private Next readOrRecover() {
        try {
            return read();
        } catch (AmpException failure) {
            writer.startAnew();
            recovery.pause(failure);
            recover(recovery, cancel);
            return Next.LEAVE_STREAM;
        }
    }

    /** Whether a commit failed, and the state was not read back since. */
    boolean isInDoubt() {
        return writer.isInDoubt();
    }

    /** Makes certain what became of the unit that failed. */
    void recover(Recovery patience, CancelSignal until) {
        neighbours.read(patience.insist(() -> tools.gate().alone(until, tools.session()::recover)));
        writer.isCertain();
    }

    private Next read() {
        cancel.check();
        writer.takePosition();
        SliceStart start = SliceStart.of(spec, slice, neighbours, writer.position(), cancel)
                .orElse(null);
        if (start == null) {
            recovery.pauseForData();
            return Next.LEAVE_STREAM;
        }
        writer.moveTo(start.position());
        monitor.tell(new LoadEvent.Reading(start.cursor()));
        try (BatchStream stream = spec.reading().stream(start.cursor())) {
            ResultSchema.requireSame(stream, tools.session());
            slice.startsReading();
            if (canEnd()) {
                stream.endBehind(slice::receives);
            }
            cancel.reading(stream);
            return new SliceStream(tools, slice, recovery, writer, start, stream).read();
        } finally {
            cancel.reading(null);
        }
    }

    /** Also a live stream can be given an end, if the load is one that is cut; else no watermark need be looked at as it arrives. */
    private boolean canEnd() {
        return !slice.isOpen() || spec.slices().workers() > 1;
    }
}
