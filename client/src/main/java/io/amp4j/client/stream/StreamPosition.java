package io.amp4j.client.stream;

import io.amp4j.client.Cursor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream stands: what the destination holds, what the open unit would change, and what the connection has said. It is
 * the whole state of the stream machine; a message gives a {@link Step} to the next position. Immutable, thread-safe, pure: no
 * clock, no I/O.
 */
public final class StreamPosition {
    private final StreamHistory history;

    private StreamPosition(StreamHistory history) {
        this.history = history;
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
        return new StreamPosition(history);
    }

    /**
     * What the destination holds; nothing of the open unit.
     *
     * @return the committed history
     */
    public StreamHistory history() {
        return history;
    }

    /**
     * The cursor to start a new stream with, as it was given to or chosen by {@code resuming}.
     *
     * @return the cursor, or empty to begin as the load first began
     */
    public Optional<Cursor> startedBehind() {
        return history.cursor();
    }

    /**
     * Whether the open unit may be committed: it has a closed microbatch, and no rows of an unclosed one.
     *
     * @return true right after a {@link Action.Close}, until rows of the next microbatch are written
     */
    public boolean committable() {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * What a message means.
     *
     * @param message the next message of the stream
     * @return what to do, and the position after it
     * @throws io.amp4j.client.AmpException with a {@link StreamError} if the message breaks the protocol, or a reorg cannot be
     *     undone; the position stays valid
     */
    public Step on(Message message) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * What committing now would change.
     *
     * @param retention how far back records are kept apart
     * @return the change; its added records have neither time nor attempt yet
     * @throws IllegalStateException if rows of an unclosed microbatch are written
     */
    public UnitChange unit(Retention retention) {
        throw new UnsupportedOperationException("not yet");
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
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * What to void so that the history ends before a block. The open unit has to be rolled back first: none of it is part of the
     * answer.
     *
     * @param block the first block to be loaded again
     * @return a change that only voids
     */
    public UnitChange rewind(long block) {
        return history.rewind(block);
    }

    /**
     * This position as text.
     *
     * @return JSON, with its own version in it
     */
    public String toJson() {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * A position that {@link #toJson()} gave.
     *
     * @param json the text
     * @return the same position
     * @throws io.amp4j.client.AmpException with {@link StreamError#STATE_UNREADABLE} if it is none, or of a later version
     */
    public static StreamPosition fromJson(String json) {
        throw new UnsupportedOperationException("not yet");
    }
}
