package io.amp4j.loader.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a stream state says beside its records.
 *
 * @param streamId names the stream within its destination
 * @param table the table that it fills
 * @param fromBlock the first block as asked, or null for the earliest that the server had
 * @param toBlock the last block as asked, or null for a stream without an end
 * @param queryFingerprint stands for the query's text
 * @param schemaFingerprint stands for the result's schema
 * @param network the network of its ranges, or null before the first commit
 * @param epoch raised once by each job when it opens the stream; a commit under an older one is refused
 * @param seq raised by one at each commit
 */
public record StreamHeader(
        String streamId,
        TableName table,
        @Nullable Long fromBlock,
        @Nullable Long toBlock,
        String queryFingerprint,
        String schemaFingerprint,
        @Nullable String network,
        long epoch,
        long seq) {
    /**
     * The header as a new request asks for it. Network, epoch and {@code seq} stay.
     *
     * @param request what a job asks that goes on with the stream
     * @return the header with the request's table, span and fingerprints
     */
    StreamHeader askedBy(LoadRequest request) {
        StreamHeader asked = request.newHeader(epoch);
        return new StreamHeader(
                asked.streamId,
                asked.table,
                asked.fromBlock,
                asked.toBlock,
                asked.queryFingerprint,
                asked.schemaFingerprint,
                network,
                epoch,
                seq);
    }

    /**
     * The header under a new job.
     *
     * @param newEpoch the job's epoch
     * @return the header with that epoch
     */
    public StreamHeader withEpoch(long newEpoch) {
        return new StreamHeader(
                streamId, table, fromBlock, toBlock, queryFingerprint, schemaFingerprint, network, newEpoch, seq);
    }

    /**
     * The header as of another commit.
     *
     * @param newSeq the commit's number
     * @return the header with that {@code seq}
     */
    public StreamHeader withSeq(long newSeq) {
        return new StreamHeader(
                streamId, table, fromBlock, toBlock, queryFingerprint, schemaFingerprint, network, epoch, newSeq);
    }

    /**
     * The header after a commit.
     *
     * @param committedNetwork the network of the committed ranges, or null if it had none
     * @return the header with the next {@code seq}
     */
    public StreamHeader afterCommit(@Nullable String committedNetwork) {
        String known = network == null ? committedNetwork : network;
        return new StreamHeader(
                streamId, table, fromBlock, toBlock, queryFingerprint, schemaFingerprint, known, epoch, seq + 1);
    }
}
