package io.amp4j.client.stream;

import io.amp4j.client.BlockRange;

/**
 * A microbatch whose last message has not come yet.
 *
 * @param range its blocks
 * @param known whether the destination has it already, so that its rows are passed over
 */
record OpenMicrobatch(BlockRange range, boolean known) {
    boolean written() {
        return !known;
    }
}
