package io.amp4j.loader.spi;

import io.amp4j.client.BatchId;
import java.time.Instant;

/**
 * One committed batch load: what makes the same load id a no-op the next time.
 *
 * @param loadId the load's id, chosen by the user or at random
 * @param batchId the id that its rows carry
 * @param rows how many rows it wrote
 * @param committedAt when it was committed
 */
public record LoadRecord(String loadId, BatchId batchId, long rows, Instant committedAt) {}
