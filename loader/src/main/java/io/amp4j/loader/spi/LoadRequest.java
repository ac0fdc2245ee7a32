package io.amp4j.loader.spi;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a job asks of a destination when it opens a session.
 *
 * @param table the table to fill
 * @param streamId names the stream within the destination
 * @param mode what the load does to the rows that are there
 * @param schema the result's columns, without the columns that amp4j adds; none for a job that only deletes, which any table of the stream fits
 * @param fromBlock the first block as asked, or null for the earliest
 * @param toBlock the last block as asked, or null for no end
 * @param queryFingerprint stands for the query's text
 * @param schemaFingerprint stands for the schema
 * @param keyColumns the columns that identify a row, for {@link LoadMode#UPSERT}; else empty
 * @param tablePolicy what may be done to the table itself
 * @param metadata which columns mark the rows
 * @param resumePolicy what becomes of an earlier state
 */
public record LoadRequest(
        TableName table,
        String streamId,
        LoadMode mode,
        Schema schema,
        @Nullable Long fromBlock,
        @Nullable Long toBlock,
        String queryFingerprint,
        String schemaFingerprint,
        List<String> keyColumns,
        TablePolicy tablePolicy,
        MetadataColumns metadata,
        ResumePolicy resumePolicy) {
    /** Takes a copy of the key columns. */
    public LoadRequest {
        keyColumns = List.copyOf(keyColumns);
    }

    /** What may be done to the table before rows are written. */
    public enum TablePolicy {
        /** The table must be there and fit. */
        USE_EXISTING,
        /** A missing table is created; an existing one must fit. */
        CREATE_IF_MISSING,
        /** As {@link #CREATE_IF_MISSING}, and columns that an existing table lacks are added, nullable. */
        ADD_MISSING_COLUMNS
    }

    /** Which columns are added to the rows. */
    public enum MetadataColumns {
        /** {@code _amp_batch_id} alone (and {@code _amp_attempt} in stores that need it). */
        BATCH_ID,
        /** Also {@code _amp_block_ranges}, the microbatch's ranges as JSON. */
        BATCH_ID_AND_BLOCK_RANGES
    }

    /** What becomes of an earlier state of the same stream. */
    public enum ResumePolicy {
        /** Go on behind it; refuse it where query or schema differ. */
        RESUME,
        /** Delete the stream's rows and its state, with the opening, and begin anew. */
        START_OVER
    }

    /**
     * What a job asks that only deletes: it needs no schema, and changes neither the table nor what was asked of the stream before.
     *
     * @param header the stream as it is
     * @param resumePolicy whether the stream is left as it is at first, or emptied with the opening
     * @return the request
     */
    public static LoadRequest toDelete(StreamHeader header, ResumePolicy resumePolicy) {
        return new LoadRequest(
                header.table(),
                header.streamId(),
                LoadMode.STREAM,
                new Schema(List.of()),
                header.fromBlock(),
                header.toBlock(),
                header.queryFingerprint(),
                header.schemaFingerprint(),
                List.of(),
                TablePolicy.USE_EXISTING,
                MetadataColumns.BATCH_ID,
                resumePolicy);
    }

    /**
     * The header of a stream that begins with this request.
     *
     * @param epoch the job's epoch
     * @return a header without network and with {@code seq} zero
     */
    public StreamHeader newHeader(long epoch) {
        return new StreamHeader(
                streamId, table, fromBlock, toBlock, queryFingerprint, schemaFingerprint, null, epoch, 0);
    }
}
