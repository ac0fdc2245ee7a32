package io.amp4j.client.stream;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import io.amp4j.client.stream.Reorg.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Places a range among the records. Whatever cannot be placed goes back to a cursor that lies before the one that its stream
 * was started with, or to the beginning, where every range that can come has a place: so it ends.
 */
final class Placer {
    private final StreamHistory known;
    private final BlockRange range;

    private Placer(StreamHistory known, BlockRange range) {
        this.known = known;
        this.range = range;
    }

    /**
     * Places a range.
     *
     * @param known all records that are there once the open unit is committed
     * @param beginsTheLoad whether the range is the first one of a stream that was started as the load first began
     * @param range a range that obeys the protocol
     * @return its place
     */
    static Placement place(StreamHistory known, boolean beginsTheLoad, BlockRange range) {
        return new Placer(known, range).place(beginsTheLoad);
    }

    private Placement place(boolean beginsTheLoad) {
        if (known.origin() instanceof StreamOrigin.FromBlock from && range.end() < from.block()) {
            return new Placement.Unwanted();
        }
        if (known.isEmpty()) {
            return first();
        }
        if (known.recordAt(range.start())
                .filter(record -> record.range().isSameAs(range))
                .isPresent()) {
            return new Placement.Known();
        }
        if (beginsTheLoad) {
            return again();
        }
        StreamRecord oldest = known.records().get(0);
        StreamRecord newest = known.records().get(known.records().size() - 1);
        if (range.start() > newest.range().end()) {
            return behind(newest);
        }
        if (range.start() < oldest.range().start()) {
            return goBack(oldest, null, Kind.BEFORE_START);
        }
        return within();
    }

    private Placement first() {
        if (known.origin() instanceof StreamOrigin.FromBlock from && range.start() > from.block()) {
            throw startMoved(from.block());
        }
        return new Placement.Append();
    }

    /** The load begins again: there is no way further back, so this takes the place of all, or nothing ever can. */
    private Placement again() {
        long begin = known.records().get(0).range().start();
        long latest = known.origin() instanceof StreamOrigin.FromBlock from ? Math.max(begin, from.block()) : begin;
        if (range.start() > latest) {
            throw startMoved(latest);
        }
        return replace(range.start() < begin ? Kind.BEFORE_START : Kind.ALIGNED);
    }

    private Placement behind(StreamRecord newest) {
        if (range.start() > newest.range().end() + 1) {
            throw new AmpException(
                    StreamError.GAP,
                    "the server sent " + range + ", but the destination ends with " + newest.range()
                            + ": blocks are missing in between");
        }
        return fits(newest) ? new Placement.Append() : goBackTo(newest, Kind.DEEPER);
    }

    private Placement within() {
        Optional<StreamRecord> at = known.recordAt(range.start());
        if (at.isPresent() && at.get().range().start() < range.start()) {
            return goBackTo(at.get(), Kind.INSIDE);
        }
        Optional<StreamRecord> before = known.recordEndingAt(range.start() - 1);
        if (before.isPresent() && !fits(before.get())) {
            return goBackTo(before.get(), Kind.DEEPER);
        }
        if (at.isPresent() && isOldest(at.get()) && !beganAt(at.get())) {
            return goBack(at.get(), null, Kind.BEFORE_START);
        }
        return replace(Kind.ALIGNED);
    }

    private Placement replace(Kind kind) {
        List<StreamRecord> records = known.recordsFrom(range.start());
        return merged(records)
                .orElseGet(() -> new Placement.Replace(
                        records, new Reorg(range.network(), range.start(), kind, records.size())));
    }

    private Placement goBackTo(StreamRecord record, Kind kind) {
        boolean asItBegan = isOldest(record) && beganAt(record);
        return goBack(record, asItBegan ? null : before(record), kind);
    }

    private Placement goBack(StreamRecord record, @Nullable Cursor cursor, Kind kind) {
        long block = record.range().start();
        List<StreamRecord> records = known.recordsFrom(block);
        return merged(records)
                .orElseGet(() -> new Placement.GoBack(cursor, new Reorg(range.network(), block, kind, records.size())));
    }

    private static Optional<Placement> merged(List<StreamRecord> records) {
        return records.stream()
                .filter(StreamRecord::isMerged)
                .reduce((older, newer) -> newer)
                .map(Placement.BelowRetention::new);
    }

    private boolean fits(StreamRecord before) {
        return range.prevHash() != null
                && range.prevHash().equals(before.range().hash());
    }

    private boolean isOldest(StreamRecord record) {
        return record.equals(known.records().get(0));
    }

    private boolean beganAt(StreamRecord oldest) {
        return !(known.origin() instanceof StreamOrigin.FromBlock from)
                || oldest.range().start() <= from.block();
    }

    private static @Nullable Cursor before(StreamRecord record) {
        BlockRange blocks = record.range();
        if (blocks.start() == 0 || blocks.prevHash() == null) {
            return null;
        }
        return Cursor.of(blocks.network(), blocks.start() - 1, blocks.prevHash());
    }

    private AmpException startMoved(long wanted) {
        return new AmpException(
                StreamError.START_MOVED,
                "the load begins at block " + wanted + ", but the server begins with " + range
                        + "; it no longer has, or does not have yet, what lies before. Load from a later block into another"
                        + " table, or ask a server that has the blocks");
    }
}
