package io.amp4j.client.stream;

import io.amp4j.client.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a range belongs among the records that are known. */
sealed interface Placement {
    /** Wholly before the block where the load was asked to begin: not wanted. */
    record Unwanted() implements Placement {}

    /** A record says the same, with the same hashes: its rows are there. */
    record Known() implements Placement {}

    /** Right behind the last record, or the first of all. */
    record Append() implements Placement {}

    /**
     * In place of these records.
     *
     * @param records what is void, ascending
     * @param reorg what happened
     */
    record Replace(List<StreamRecord> records, Reorg reorg) implements Placement {}

    /**
     * It cannot be placed; the stream has to start again further back.
     *
     * @param cursor where, or null for as the load first began
     * @param reorg what happened
     */
    record GoBack(@Nullable Cursor cursor, Reorg reorg) implements Placement {}

    /**
     * It voids a merged record, which cannot be undone by id.
     *
     * @param merged the newest such record
     */
    record BelowRetention(StreamRecord merged) implements Placement {}
}
