package io.amp4j.client.stream;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream stands: what the destination holds, what the open unit would change, and what the connection has said. It is
 * the whole state of the stream machine; a message gives a {@link Step} to the next position. Immutable, thread-safe, pure: no
 * clock, no I/O.
 */
public final class StreamPosition {
    private static final Comparator<BlockRange> ORDER = Comparator.comparingLong(BlockRange::start);

    private final PositionState state;

    StreamPosition(PositionState state) {
        this.state = state;
    }

    /**
     * The position of a stream that starts behind the last committed record, or, if there is none, as the load first began.
     *
     * @param history what the destination holds
     * @return the position before the first message
     */
    public static StreamPosition resuming(StreamHistory history) {
        return resuming(history, history.cursor().orElse(null));
    }

    /**
     * The position of a stream that starts behind a cursor.
     *
     * @param history what the destination holds
     * @param cursor what the stream was started with, or null if it was started as the load first began: without a cursor, or
     *     with whatever makes the server begin at the origin's block
     * @return the position before the first message
     */
    public static StreamPosition resuming(StreamHistory history, @Nullable Cursor cursor) {
        return filling(history, List.of(), cursor);
    }

    /**
     * The position of a stream that fills a gap: it goes on behind the history, and may come to records that lie ahead. A range that reaches
     * into one of those voids it, in the same unit.
     *
     * @param history what the destination holds of this stream's own blocks
     * @param ahead committed records above the history, ascending, that nobody else changes meanwhile
     * @param cursor as for {@link #resuming(StreamHistory, Cursor)}
     * @return the position before the first message
     */
    public static StreamPosition filling(StreamHistory history, List<StreamRecord> ahead, @Nullable Cursor cursor) {
        return new StreamPosition(
                new PositionState(history, ahead, List.of(), List.of(), null, Connection.startedBehind(cursor)));
    }

    /**
     * This position, once more is known of what the destination holds around this stream's own records: below them, since a gap was filled,
     * or ahead of them.
     *
     * @param more a history that ends as this one does
     * @param ahead the records ahead
     * @return the position; empty if the stream has to be started anew from there, since it has voided or begun something that may look
     *     different now
     */
    public Optional<StreamPosition> amid(StreamHistory more, List<StreamRecord> ahead) {
        boolean endsAlike = more.newest().equals(history().newest());
        boolean beganUnknowing = state.connection().beginsTheLoad() && !more.isEmpty();
        if (!endsAlike || beganUnknowing || !state.voided().isEmpty()) {
            return Optional.empty();
        }
        StreamHistory around =
                more.isEmpty() ? history() : more; // an empty one keeps what the stream's start has shown of its origin
        return Optional.of(new StreamPosition(
                new PositionState(around, ahead, state.voided(), state.pending(), state.open(), state.connection())));
    }

    /**
     * What the destination holds; nothing of the open unit.
     *
     * @return the committed history
     */
    public StreamHistory history() {
        return state.history();
    }

    /**
     * What the stream was, or has to be, started with.
     *
     * @return the cursor, or empty to begin as the load first began
     */
    public Optional<Cursor> startedBehind() {
        return Optional.ofNullable(state.connection().behind());
    }

    /**
     * Whether the open unit may be committed: it has a closed microbatch, and no rows of an unclosed one.
     *
     * @return true right after a {@link Action.Close}, until rows of the next microbatch are written
     */
    public boolean committable() {
        return !state.pending().isEmpty() && !state.hasUnclosedRows();
    }

    /**
     * What a message means.
     *
     * @param message the next message of the stream
     * @return what to do, and the position after it
     * @throws AmpException with a {@link StreamError} if the message breaks the protocol, or a reorg cannot be undone; the
     *     position stays valid
     */
    public Step on(Message message) {
        if (message.ranges().isEmpty()) {
            return onNoRanges(message);
        }
        BlockRange range = single(message);
        Connection.Progress progress = state.connection().progress(range);
        if (progress != Connection.Progress.SAME) {
            return state.hasUnclosedRows() ? interrupted(range) : begin(message, range);
        }
        if (state.connection().closed()) {
            return nothing(this);
        }
        Connection now = state.connection().saw(range, message.rangesComplete());
        return state.open() == null ? place(message, range, now) : goOn(message, state.with(now), List.of());
    }

    private Step onNoRanges(Message message) {
        if (message.rows() > 0) {
            throw new AmpException(
                    StreamError.RANGES_MISSING, "the server sent " + message.rows() + " rows without their blocks");
        }
        return nothing(this);
    }

    private BlockRange single(Message message) {
        RangeRules.check(networks(), message.ranges());
        if (message.ranges().size() > 1) {
            throw new AmpException(
                    StreamError.SEVERAL_NETWORKS,
                    "the stream has several networks; run one query for each, into a table of its own");
        }
        return message.ranges().get(0);
    }

    private Set<String> networks() {
        Set<String> networks = state.connection().networks();
        return networks.isEmpty()
                ? history().newest().map(r -> Set.of(r.range().network())).orElse(Set.of())
                : networks;
    }

    /** The rows of an unclosed microbatch can neither be kept nor taken out alone: the whole unit goes. */
    private Step interrupted(BlockRange range) {
        Reorg reorg = new Reorg(range.network(), range.start(), Reorg.Kind.INTERRUPTED, 0);
        return resume(history().cursor().orElse(null), reorg);
    }

    private Step begin(Message message, BlockRange range) {
        return place(message, range, state.connection().saw(range, message.rangesComplete()));
    }

    private Step place(Message message, BlockRange range, Connection now) {
        PositionState next = state.with(null, now);
        if (message.rows() == 0 && !message.rangesComplete()) {
            return nothing(new StreamPosition(next));
        }
        Placement placement = Placer.place(known(), now.beginsTheLoad(), range);
        if (placement instanceof Placement.Unwanted) {
            return goOn(message, next.with(new OpenMicrobatch(range, true), now), List.of());
        }
        PositionState placed = next.with(null, now.withPlaced());
        if (placement instanceof Placement.Known) {
            return goOn(message, placed.with(new OpenMicrobatch(range, true), placed.connection()), List.of());
        }
        PositionState opened = placed.with(new OpenMicrobatch(range, false), placed.connection());
        List<StreamRecord> reached = state.reachedBy(range.end());
        if (placement instanceof Placement.Append && reached.isEmpty()) {
            return goOn(message, opened, List.of());
        }
        if (!state.pending().isEmpty()) {
            return new Step(this, List.of(new Action.Commit(message)));
        }
        return undo(message, opened, placement, reached);
    }

    private Step undo(Message message, PositionState opened, Placement placement, List<StreamRecord> reached) {
        if (placement instanceof Placement.Append) {
            BlockRange range = reached.get(0).range();
            Reorg edge = new Reorg(range.network(), range.start(), Reorg.Kind.EDGE, reached.size());
            return voiding(message, opened, reached, edge);
        }
        if (placement instanceof Placement.Replace replace) {
            List<StreamRecord> all = new ArrayList<>(replace.records());
            all.addAll(reached);
            return voiding(message, opened, all, replace.reorg());
        }
        if (placement instanceof Placement.GoBack back) {
            return resume(back.cursor(), back.reorg());
        }
        throw belowRetention(((Placement.BelowRetention) placement).merged());
    }

    private Step voiding(Message message, PositionState opened, List<StreamRecord> records, Reorg reorg) {
        records.stream().filter(StreamRecord::isMerged).findFirst().ifPresent(merged -> {
            throw belowRetention(merged);
        });
        return goOn(message, opened.voiding(records), List.of(new Action.Void(records, reorg)));
    }

    private static AmpException belowRetention(StreamRecord merged) {
        return new AmpException(
                StreamError.BELOW_RETENTION,
                "a reorg reaches into " + merged.range() + ", whose records were merged since they were older than the"
                        + " retention. Repair the load from block "
                        + merged.range().start()
                        + ", which deletes those rows in one scan and loads them again, and use a longer retention");
    }

    private Step goOn(Message message, PositionState next, List<Action> before) {
        OpenMicrobatch open = Objects.requireNonNull(next.open());
        if (open.known()) {
            return nothing(new StreamPosition(message.rangesComplete() ? next.closing(next.pending()) : next));
        }
        List<Action> actions = new ArrayList<>(before);
        if (message.rows() > 0) {
            actions.add(new Action.Write(BatchId.of(open.range()), open.range()));
        }
        if (!message.rangesComplete()) {
            return new Step(new StreamPosition(next), actions);
        }
        StreamRecord record = StreamRecord.of(open.range());
        actions.add(new Action.Close(record));
        List<StreamRecord> pending = new ArrayList<>(next.pending());
        pending.add(record);
        return new Step(new StreamPosition(next.closing(pending)), actions);
    }

    private Step resume(@Nullable Cursor cursor, Reorg reorg) {
        return new Step(filling(history(), state.ahead(), cursor), List.of(new Action.Resume(cursor, reorg)));
    }

    private static Step nothing(StreamPosition position) {
        return new Step(position, List.of());
    }

    /** What the destination would hold if the open unit were committed. */
    private StreamHistory known() {
        if (state.voided().isEmpty() && state.pending().isEmpty()) {
            return history();
        }
        List<StreamRecord> all = new ArrayList<>(history().minus(state.voided()).records());
        all.addAll(state.pending());
        return new StreamHistory(history().origin(), all);
    }

    /**
     * What committing now would change.
     *
     * @param retention how far back records are kept apart
     * @return the change, empty if no microbatch is closed; its added records have neither time nor attempt yet
     * @throws IllegalStateException if rows of an unclosed microbatch are written
     */
    public UnitChange unit(Retention retention) {
        refuseUnclosedRows();
        if (state.pending().isEmpty()) {
            return new UnitChange(List.of(), List.of(), List.of());
        }
        List<StreamRecord> kept = history().minus(state.voided()).records();
        return new UnitChange(state.pending(), state.voided(), Pruning.merges(kept, state.pending(), retention));
    }

    /**
     * The position after the open unit was committed.
     *
     * @param asCommitted {@link UnitChange#recordsAdded()} as the destination keeps them, with time and attempt; a merged record
     *     replaces the records that it covers
     * @return the position with nothing open
     * @throws IllegalArgumentException if these are not the records of the open unit
     */
    public StreamPosition committed(List<StreamRecord> asCommitted) {
        refuseUnclosedRows();
        List<BlockRange> own = asCommitted.stream()
                .filter(r -> !r.isMerged())
                .map(StreamRecord::range)
                .sorted(ORDER)
                .toList();
        if (!own.equals(
                state.pending().stream().map(StreamRecord::range).sorted(ORDER).toList())) {
            throw new IllegalArgumentException("committed " + own + ", but the open unit holds " + state.pending());
        }
        List<StreamRecord> all = new ArrayList<>(keptBeside(asCommitted));
        all.addAll(asCommitted);
        StreamHistory now = new StreamHistory(history().origin(), all);
        List<StreamRecord> ahead = state.ahead().stream()
                .filter(record -> !state.voided().contains(record))
                .toList();
        return new StreamPosition(
                new PositionState(now, ahead, List.of(), List.of(), state.open(), state.connection()));
    }

    private List<StreamRecord> keptBeside(List<StreamRecord> asCommitted) {
        List<StreamRecord> kept = history().minus(state.voided()).records();
        List<BlockRange> merged = asCommitted.stream()
                .filter(StreamRecord::isMerged)
                .map(StreamRecord::range)
                .toList();
        return merged.isEmpty()
                ? kept
                : kept.stream()
                        .filter(record -> merged.stream().noneMatch(range -> covers(range, record.range())))
                        .toList();
    }

    private static boolean covers(BlockRange merged, BlockRange record) {
        return merged.start() <= record.start() && record.end() <= merged.end();
    }

    private void refuseUnclosedRows() {
        if (state.hasUnclosedRows()) {
            throw new IllegalStateException("the microbatch "
                    + Objects.requireNonNull(state.open()).range() + " is not closed; a unit ends at a watermark");
        }
    }

    /**
     * What to void so that the history ends before a block. The open unit has to be rolled back first: none of it is part of the
     * answer.
     *
     * @param block the first block to be loaded again
     * @return a change that only voids
     */
    public UnitChange rewind(long block) {
        return history().rewind(block);
    }

    /**
     * This position as text.
     *
     * @return JSON, with its own version in it
     */
    public String toJson() {
        return PositionJson.write(state);
    }

    /**
     * A position that {@link #toJson()} gave.
     *
     * @param json the text
     * @return the same position
     * @throws AmpException with {@link StreamError#STATE_UNREADABLE} if it is none, or of a later version
     */
    public static StreamPosition fromJson(String json) {
        return new StreamPosition(PositionJson.read(json));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StreamPosition position && state.equals(position.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return state.toString();
    }
}
