package io.amp4j.client.stream;

import io.amp4j.client.BlockRange;
import io.amp4j.client.BlockRef;
import io.amp4j.client.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a server sends on one streaming query over a {@link ModelChain}, following the rules for cursors and reorgs. */
final class ModelStream {
    private final ModelChain chain;
    private final Random random;
    private final int longest;
    private @Nullable BlockRef done;
    private @Nullable Part part;

    /** A message with its rows. */
    record Sent(Message message, List<String> rows) {}

    private static final class Part {
        private final BlockRange range;
        private final List<String> rows;
        private int sent;

        Part(BlockRange range, List<String> rows) {
            this.range = range;
            this.rows = rows;
        }
    }

    ModelStream(ModelChain chain, Random random, int longest, @Nullable Cursor cursor) {
        this.chain = chain;
        this.random = random;
        this.longest = longest;
        this.done = cursor == null ? null : cursor.blocks().get(ModelChain.NETWORK);
    }

    /** The next message, or null while there is nothing to say. */
    @Nullable
    Sent next() {
        if (part != null && orphaned(part.range) && random.nextBoolean()) {
            Part other = begin(before(part.range));
            part = other == null ? part : other;
        }
        if (part == null) {
            part = begin(done);
        }
        return part == null ? null : message(part);
    }

    private boolean orphaned(BlockRange range) {
        return range.hash() != null && !chain.isCanonical(range.end(), range.hash());
    }

    private static @Nullable BlockRef before(BlockRange range) {
        return range.prevHash() == null ? null : new BlockRef(range.start() - 1, range.prevHash());
    }

    private @Nullable Part begin(@Nullable BlockRef last) {
        long start =
                last == null ? chain.earliest() : Math.max(chain.earliest(), chain.next(last.number(), last.hash()));
        if (start > chain.head()) {
            return null;
        }
        long end = Math.min(chain.head(), start + random.nextInt(longest));
        List<String> rows = new ArrayList<>();
        chain.blocks(start, end).forEach(block -> rows.addAll(block.rows()));
        return new Part(chain.range(start, end), rows);
    }

    private Sent message(Part now) {
        if (random.nextInt(8) == 0) {
            return sent(now, false, List.of());
        }
        if (now.sent == now.rows.size()) {
            done = new BlockRef(now.range.end(), String.valueOf(now.range.hash()));
            if (random.nextInt(10) != 0) {
                part = null;
            }
            return sent(now, true, List.of());
        }
        int upTo = now.sent + 1 + random.nextInt(now.rows.size() - now.sent);
        List<String> rows = List.copyOf(now.rows.subList(now.sent, upTo));
        now.sent = upTo;
        return sent(now, false, rows);
    }

    private static Sent sent(Part now, boolean closes, List<String> rows) {
        return new Sent(new Message(List.of(now.range), closes, rows.size()), rows);
    }
}
