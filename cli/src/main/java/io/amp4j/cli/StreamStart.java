package io.amp4j.cli;

import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import io.amp4j.client.Query;
import org.jspecify.annotations.Nullable;

/**
 * A stream from a block whose parent's hash nobody knows. A server that does not know a cursor's hash begins at the cursor's
 * number; that is not promised anywhere, so the first range is checked by {@link Reorgs}.
 */
final class StreamStart {
    private static final String HASH_OF_NO_BLOCK = "0x" + "f".repeat(64);

    private StreamStart() {}

    static BatchStream at(Query query, long block) {
        BlockRange first = firstRange(query);
        if (first == null || block <= first.start()) {
            return query.stream(null);
        }
        return query.stream(Cursor.of(first.network(), block, HASH_OF_NO_BLOCK));
    }

    /** The network's name is not known before the server has said something. */
    private static @Nullable BlockRange firstRange(Query query) {
        try (BatchStream probe = query.stream(null)) {
            Batch batch = probe.next();
            if (batch == null || batch.metadata().ranges().isEmpty()) {
                return null;
            }
            return batch.metadata().ranges().get(0);
        }
    }
}
