package io.amp4j.loader.spi;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * What becomes visible together: deletions, batches, and the change of the stream state. Used by one thread.
 *
 * <pre>{@code
 * begin ─ (delete | deleteUnnamed | deleteAll)? ─ write* ─ commit      or close, which rolls back
 * }</pre>
 */
public interface Unit extends AutoCloseable {
    /**
     * Deletes the rows of committed records, by batch id (and attempt). Comes before any {@link #write}; at most once.
     *
     * @param records records with ids, as {@link LoadSession#opened()}, {@link LoadSession#recover()} or {@link #commit} gave them
     * @return how many rows were deleted, or -1 where the store does not count
     */
    long delete(List<StreamRecord> records);

    /**
     * Deletes the rows of this stream's table whose batch id no record outside {@code voided} names: one scan, for what was merged. Refused with
     * {@code AMP-UNSUPPORTED} where several streams share the table, since the ids of the others' merged records are not known.
     *
     * @param voided the records that go; every merged record of the stream is among them, since the rows of one that stays are named nowhere
     * @return how many rows were deleted, or -1 where the store does not count
     */
    long deleteUnnamed(List<StreamRecord> voided);

    /** Deletes all rows of the table, for {@link LoadMode#OVERWRITE}: readers see the old rows until the commit. */
    void deleteAll();

    /**
     * Writes rows. The vectors belong to the caller and may be reused after the call; the loader neither closes nor changes them.
     *
     * @param id the id that the rows carry
     * @param range the microbatch's range, or null in a batch load
     * @param rows the rows, in the request's schema; at least one
     */
    void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows);

    /**
     * Makes all of it visible, checks that the session's epoch still holds, and applies the change with the next {@code seq}.
     *
     * <p>Whatever it throws, the engine closes the unit and asks {@link LoadSession#recover()} whether it was committed: an unknown outcome needs no
     * answer here.
     *
     * @param change what changes in the state; the times of its records are set, their attempts are the loader's to set
     * @return the added records as they were stored
     */
    List<StreamRecord> commit(StateChange change);

    /** Rolls back if it was not committed. Never throws; calling it again does nothing. */
    @Override
    void close();
}
