package io.amp4j.client.stream;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One committed microbatch in the stream state, or several old ones merged into one.
 *
 * @param id the id that its rows carry, or null for a merged record, whose rows carry the ids of what it was merged from
 * @param range the blocks it covers
 * @param committedAt when its unit was committed, or null while it is not
 * @param attempt the attempt that wrote it, in stores that need one to tell void rows, else null
 */
public record StreamRecord(
        @Nullable BatchId id,
        BlockRange range,
        @Nullable Instant committedAt,
        @Nullable String attempt) {
    /** Refuses a record without a range. */
    public StreamRecord {
        Objects.requireNonNull(range, "range");
    }

    /**
     * A record of a microbatch that is not committed yet.
     *
     * @param range the range of the closed microbatch
     * @return the record, with its id and neither time nor attempt
     */
    public static StreamRecord of(BlockRange range) {
        return new StreamRecord(BatchId.of(range), range, null, null);
    }

    /**
     * Whether this record stands for several old microbatches and can no longer be undone by id.
     *
     * @return true if it has no id
     */
    public boolean isMerged() {
        return id == null;
    }

    /**
     * The id by which this record's rows are found.
     *
     * @return the id
     * @throws IllegalArgumentException if it is merged
     */
    public BatchId requireId() {
        if (id == null) {
            throw new IllegalArgumentException("the record of " + range + " is merged and has no id");
        }
        return id;
    }
}
