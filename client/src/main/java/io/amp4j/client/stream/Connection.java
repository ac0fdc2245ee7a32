package io.amp4j.client.stream;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.BlockRef;
import io.amp4j.client.Cursor;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one stream of the server has said so far.
 *
 * @param behind the cursor it was started with, or null if it was started as the load first began
 * @param last the range of its last message, or null before the first
 * @param closed whether the last range was closed
 * @param placed whether any range of it has found its place among the records
 */
record Connection(@Nullable Cursor behind, @Nullable BlockRange last, boolean closed, boolean placed) {
    static Connection startedBehind(@Nullable Cursor cursor) {
        return new Connection(cursor, null, false, false);
    }

    Connection saw(BlockRange range, boolean nowClosed) {
        return new Connection(behind, range, nowClosed, placed);
    }

    Connection withPlaced() {
        return placed ? this : new Connection(behind, last, closed, true);
    }

    /** Whether the next range that finds a place is the very first of a stream without a cursor of its own. */
    boolean beginsTheLoad() {
        return behind == null && !placed;
    }

    Set<String> networks() {
        if (last != null) {
            return Set.of(last.network());
        }
        return behind == null ? Set.of() : behind.blocks().keySet();
    }

    /** How a range follows what was said before. */
    Progress progress(BlockRange range) {
        if (last != null) {
            return afterLast(last, range);
        }
        BlockRef block = behind == null ? null : behind.blocks().get(range.network());
        return block == null ? Progress.FIRST : after(block, range);
    }

    private Progress afterLast(BlockRange before, BlockRange range) {
        if (range.isSameAs(before)) {
            return Progress.SAME;
        }
        Progress progress = after(new BlockRef(before.end(), Objects.requireNonNull(before.hash())), range);
        if (progress == Progress.NEXT && !closed) {
            throw new AmpException(
                    StreamError.NOT_CLOSED,
                    "the server began " + range + " before it closed " + before + "; its rows may be incomplete");
        }
        return progress;
    }

    private static Progress after(BlockRef before, BlockRange range) {
        boolean linked = before.hash().equals(range.prevHash());
        if (range.start() > before.number() + 1) {
            throw new AmpException(
                    StreamError.GAP,
                    "the server sent " + range + " after block " + before.number() + ": blocks are missing in between");
        }
        if (range.start() == before.number() + 1) {
            if (linked) {
                return Progress.NEXT;
            }
            throw mismatch(before, range, "it should be " + before.hash());
        }
        if (linked) {
            throw mismatch(before, range, "that is the hash of a block behind it");
        }
        return Progress.REORG;
    }

    private static AmpException mismatch(BlockRef before, BlockRange range, String why) {
        return new AmpException(
                StreamError.HASH_MISMATCH,
                "the server sent " + range + " after block " + before.number() + " with prev_hash " + range.prevHash()
                        + ": " + why);
    }

    /** How a range follows the one before it. */
    enum Progress {
        /** It is the first one, and nothing is known of what comes before it. */
        FIRST,
        /** It is the same microbatch. */
        SAME,
        /** It goes on where the one before ended. */
        NEXT,
        /** It starts at or before the end of the one before: what is known from there on is void. */
        REORG
    }
}
