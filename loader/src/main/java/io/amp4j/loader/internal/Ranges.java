package io.amp4j.loader.internal;

import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Joins the ranges of neighbouring records. */
final class Ranges {
    private Ranges() {}

    static List<BlockRange> joined(List<StreamRecord> records) {
        List<BlockRange> joined = new ArrayList<>();
        for (StreamRecord record : records) {
            int last = joined.size() - 1;
            if (last >= 0 && follows(joined.get(last), record.range())) {
                joined.set(last, join(joined.get(last), record.range()));
            } else {
                joined.add(record.range());
            }
        }
        return joined;
    }

    private static boolean follows(BlockRange before, BlockRange after) {
        return before.network().equals(after.network())
                && before.end() + 1 == after.start()
                && Objects.equals(before.hash(), after.prevHash());
    }

    private static BlockRange join(BlockRange before, BlockRange after) {
        return new BlockRange(before.network(), before.start(), after.end(), after.hash(), before.prevHash());
    }
}
