package io.amp4j.client.stream;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;

/**
 * What a {@link BatchStore} knows of rows that it keeps.
 *
 * @param transaction the transaction that they came with
 * @param id their microbatch
 * @param range its blocks
 */
public record StoredBatch(long transaction, BatchId id, BlockRange range) {}
