package io.amp4j.client.stream;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing to do for a message, in the order of its {@link Step}. */
public sealed interface Action {
    /**
     * Commit the open unit at its last watermark: {@link StreamPosition#unit(Retention)}, then
     * {@link StreamPosition#committed(List)}, then offer the message <em>again</em>. It is the only action of its step: what
     * the message means can be told only once it is known what the destination holds.
     *
     * @param again the message that was not yet handled
     */
    record Commit(Message again) implements Action {}

    /**
     * The unit that opens now first deletes the rows of these committed records.
     *
     * @param records the void records, ascending, as they were committed; none of them merged
     * @param reorg what happened
     */
    @SuppressWarnings("JavaLangClash") // it is written Action.Void, and void is the word for it
    record Void(List<StreamRecord> records, Reorg reorg) implements Action {
        /** Takes a copy of the list. */
        public Void {
            records = List.copyOf(records);
        }
    }

    /**
     * The message's rows belong to this microbatch. Not given for a message without rows, or whose rows are there already.
     *
     * @param id what the rows carry
     * @param range the blocks of the microbatch
     */
    record Write(BatchId id, BlockRange range) implements Action {}

    /**
     * A watermark: the microbatch is complete, and from here the unit may be committed.
     *
     * @param record the record that the unit will add
     */
    record Close(StreamRecord record) implements Action {}

    /**
     * Roll back what is open, drop the message and end the stream; then start another one behind this cursor, with the step's
     * position, or one from {@link StreamPosition#resuming(StreamHistory, Cursor)} with the state read again.
     *
     * @param cursor the block to go on behind, or null to begin as the load first began
     * @param reorg what happened
     */
    record Resume(@Nullable Cursor cursor, Reorg reorg) implements Action {}
}
