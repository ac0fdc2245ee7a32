package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchMetadata;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the reorgs of a stream whose rows are shown and forgotten: it remembers the last range, as nothing has to be undone.
 */
final class Reorgs {
    private final Map<String, BlockRange> last = new HashMap<>();
    private final long firstBlock;

    /** For a stream that was asked to begin at a block; 0 for one that was not. */
    Reorgs(long firstBlock) {
        this.firstBlock = firstBlock;
    }

    /** The ranges whose first block, and all that was shown from there on, a message makes void. */
    List<BlockRange> seenIn(BatchMetadata metadata) {
        return metadata.ranges().stream().filter(this::isReorg).toList();
    }

    private boolean isReorg(BlockRange range) {
        BlockRange before = last.put(range.network(), range);
        if (before == null) {
            checkStart(range);
            return false;
        }
        if (range.isSameAs(before)) {
            return false;
        }
        checkFollows(range, before);
        return range.start() <= before.end();
    }

    private void checkStart(BlockRange range) {
        if (range.start() < firstBlock) {
            throw new AmpException(
                    CliError.USAGE,
                    "This server cannot begin at block " + firstBlock + ", it began at " + range.start()
                            + ". Leave --from-block out, and add WHERE _block_num >= " + firstBlock + " to the query.");
        }
    }

    private static void checkFollows(BlockRange range, BlockRange before) {
        if (range.start() > before.end() + 1) {
            throw new AmpException(
                    StreamError.GAP,
                    "The server went from block " + before.end() + " to " + range.start() + " of " + range.network()
                            + ": blocks are missing. Run the query again.");
        }
        if (range.start() == before.end() + 1 && differ(range.prevHash(), before.hash())) {
            throw new AmpException(
                    StreamError.HASH_MISMATCH,
                    "Block " + range.start() + " of " + range.network() + " does not build on block " + before.end()
                            + " that came before it: the server has forgotten a reorg. Run the query again.");
        }
    }

    private static boolean differ(@Nullable String one, @Nullable String other) {
        return one != null && other != null && !one.equals(other);
    }
}
