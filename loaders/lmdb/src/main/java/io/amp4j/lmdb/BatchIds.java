package io.amp4j.lmdb;

import io.amp4j.client.BatchId;
import java.util.HexFormat;

/** Batch ids as the 64 bits that they are. */
final class BatchIds {
    private BatchIds() {}

    static long toLong(BatchId id) {
        return Long.parseUnsignedLong(id.value(), 16);
    }

    static String toText(long id) {
        return HexFormat.of().toHexDigits(id);
    }
}
