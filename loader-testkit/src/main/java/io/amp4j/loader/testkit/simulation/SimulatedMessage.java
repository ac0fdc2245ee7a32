package io.amp4j.loader.testkit.simulation;

import io.amp4j.client.BatchMetadata;
import io.amp4j.client.BlockRange;
import java.util.List;

/**
 * One message of a microbatch.
 *
 * @param range the microbatch's range
 * @param rows the rows that it carries
 * @param closes whether it is the watermark
 */
record SimulatedMessage(BlockRange range, List<SimulatedRow> rows, boolean closes) {
    BatchMetadata metadata() {
        return new BatchMetadata(List.of(range), closes);
    }
}
