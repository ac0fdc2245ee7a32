package io.amp4j.parquetfiles;

import io.amp4j.client.BatchId;

/**
 * A data file that counts.
 *
 * @param name its name in the table's folder
 * @param stream the stream that wrote it
 * @param batch the one microbatch or batch load whose rows it holds
 * @param rows how many
 * @param bytes its length
 */
record DataFile(String name, String stream, BatchId batch, long rows, long bytes) {}
