package io.amp4j.loader.spi;

import io.amp4j.client.AmpException;
import io.amp4j.client.stream.StreamHistory;
import io.amp4j.client.stream.StreamOrigin;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Decides whether what a destination holds admits a request: the same refusals for every loader. */
public final class Admission {
    private Admission() {}

    /**
     * Checks a request against what was found, before anything is written or deleted.
     *
     * @param request what the job asks
     * @param found the stream's state, if the destination has one
     * @param markedRows asked only where there is no state of any stream for the table: whether rows there carry a batch id
     * @return the state to go on with: the one found, or an empty one; its header says what this request asks, and its epoch is the one to raise
     * @throws AmpException with a code that names the reason; the message says the way out
     */
    public static StreamState admit(LoadRequest request, Optional<StreamState> found, BooleanSupplier markedRows) {
        if (found.isEmpty()) {
            refuseOrphanedRows(request, markedRows);
            return StreamState.empty(request.newHeader(0));
        }
        StreamState state = found.get();
        if (request.resumePolicy() == LoadRequest.ResumePolicy.START_OVER) {
            StreamHeader kept = state.header();
            return StreamState.empty(request.newHeader(kept.epoch()));
        }
        if (request.mode() == LoadMode.STREAM) {
            refuseOther(request, state.header());
            refuseBeyondCut(request, state);
            if (holdsMore(request, state)) {
                refuseGapsBelow(request, state);
                return state; // nothing is left to load, so nothing will be cut at the block asked for
            }
        }
        return new StreamState(state.header().askedBy(request), state.records(), state.loads());
    }

    /**
     * Refuses a stream of another table, whose records speak of rows that are not in the request's: asked where one place keeps the states of
     * several tables. A table that was renamed has taken its rows along.
     *
     * @param request what the job asks
     * @param found the stream's state, if the destination has one
     * @param isThere whether a table is there; asked only for another one than the request's
     * @param <E> what the question can fail with
     * @throws AmpException with {@code AMP-STATE-OTHER-TABLE}
     * @throws E if the question fails
     */
    public static <E extends Exception> void requireOwnTable(
            LoadRequest request, Optional<StreamState> found, TableSearch<E> isThere) throws E {
        TableName table = found.map(state -> state.header().table()).orElse(request.table());
        if (!table.equals(request.table()) && isThere.finds(table)) {
            throw new AmpException(
                    LoadError.STATE_OF_ANOTHER_TABLE,
                    "stream '" + request.streamId() + "' fills table " + table + ", not " + request.table()
                            + ". Use the same table, or another stream id");
        }
    }

    /**
     * Looks for tables.
     *
     * @param <E> what it can fail with
     */
    @FunctionalInterface
    public interface TableSearch<E extends Exception> {
        /**
         * Looks for one.
         *
         * @param table the table
         * @return whether it is there
         * @throws E if nobody can say
         */
        boolean finds(TableName table) throws E;
    }

    /**
     * What is left of an admitted state whose table is missing: asked where anybody can drop a table and leave the state, before the table is
     * created anew.
     *
     * @param request what the job asks
     * @param admitted the state that {@link #admit} gave
     * @return the state without batch loads: their rows are gone with the table, so that their ids count for nothing
     * @throws AmpException with {@code AMP-TABLE-MISSING} if microbatches were loaded: nobody would load them again
     */
    public static StreamState withoutTable(LoadRequest request, StreamState admitted) {
        if (admitted.records().isEmpty()) {
            return new StreamState(admitted.header(), List.of(), List.of());
        }
        StreamRecord last = admitted.records().get(admitted.records().size() - 1);
        throw new AmpException(
                LoadError.TABLE_MISSING,
                "there is no table " + request.table() + " any more, but the state of stream '" + request.streamId()
                        + "' says that it is loaded up to " + last.range()
                        + ". Restore the table, or start over (--no-resume), which loads all of it again");
    }

    private static void refuseOrphanedRows(LoadRequest request, BooleanSupplier markedRows) {
        if (request.mode() == LoadMode.OVERWRITE || !markedRows.getAsBoolean()) {
            return;
        }
        throw new AmpException(
                LoadError.STATE_LOST,
                "table " + request.table()
                        + " holds rows with a batch id, but no stream state stands beside them: it cannot be known"
                        + " what is loaded. Restore the state with the table, load into another table, or overwrite this one");
    }

    private static void refuseOther(LoadRequest request, StreamHeader header) {
        if (!header.queryFingerprint().equals(request.queryFingerprint())) {
            throw new AmpException(
                    LoadError.STATE_OF_ANOTHER_QUERY,
                    "stream '" + request.streamId() + "' of table " + request.table()
                            + " was begun with another query. Use the same query,"
                            + " another stream id, or start over (--no-resume), which deletes the stream's rows");
        }
        if (!header.schemaFingerprint().equals(request.schemaFingerprint())) {
            throw new AmpException(
                    LoadError.STATE_OF_ANOTHER_SCHEMA,
                    "stream '" + request.streamId() + "' of table " + request.table()
                            + " was begun with another schema of its result. Start"
                            + " over (--no-resume), which deletes the stream's rows, or load into another table");
        }
        if (!Objects.equals(header.fromBlock(), request.fromBlock())) {
            throw new AmpException(
                    LoadError.STATE_OF_ANOTHER_SPAN,
                    "stream '" + request.streamId() + "' of table " + request.table() + " begins at block "
                            + Optional.ofNullable(header.fromBlock())
                                    .map(String::valueOf)
                                    .orElse("earliest")
                            + ". Ask for the same, another stream id, or start over (--no-resume), which deletes the stream's rows");
        }
    }

    /** The last microbatch of a load that had an end holds no rows behind that block, though its record says so: nobody would load them later. */
    private static void refuseBeyondCut(LoadRequest request, StreamState state) {
        Long cut = state.header().toBlock();
        if (cut == null || cut.equals(request.toBlock()) || state.records().isEmpty()) {
            return;
        }
        StreamRecord last = state.records().get(state.records().size() - 1);
        if (last.range().end() > cut) {
            throw new AmpException(
                    LoadError.STATE_OF_ANOTHER_SPAN,
                    "stream '" + request.streamId() + "' of table " + request.table() + " was loaded up to block " + cut
                            + ", in the middle of " + last.range() + ". Take that microbatch back first (amp rewind"
                            + " --to-block " + (last.range().start() - 1) + "), or ask for the same last block");
        }
    }

    private static boolean holdsMore(LoadRequest request, StreamState state) {
        Long asked = request.toBlock();
        boolean other = asked != null && !asked.equals(state.header().toBlock());
        return other
                && !state.records().isEmpty()
                && state.records().get(state.records().size() - 1).range().end() > asked;
    }

    /** What fills a gap may meet a reorg that voids records behind the last block asked for, and would load them again without their rows. */
    private static void refuseGapsBelow(LoadRequest request, StreamState state) {
        if (!new StreamHistory(StreamOrigin.earliest(), state.records()).gaps().isEmpty()) {
            throw new AmpException(
                    LoadError.STATE_OF_ANOTHER_SPAN,
                    "stream '" + request.streamId() + "' of table " + request.table()
                            + " has gaps, and holds blocks behind " + request.toBlock()
                            + ". Ask for a later last block, or for none, to fill them");
        }
    }
}
