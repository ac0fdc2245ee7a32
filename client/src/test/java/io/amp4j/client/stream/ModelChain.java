package io.amp4j.client.stream;

import io.amp4j.client.BlockRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A chain that grows, reorganises and flips back, and remembers its orphaned blocks until it is told to forget them. */
final class ModelChain {
    static final String NETWORK = "model";

    private final Random random;
    private final List<Block> canonical = new ArrayList<>();
    private final Map<String, Block> remembered = new HashMap<>();
    private List<Block> abandoned = List.of();
    private int made;

    record Block(long number, String hash, @Nullable String parent) {
        /** Rows are a function of the block, so that a reorg changes them and a flip brings them back. */
        List<String> rows() {
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < Math.floorMod(hash.hashCode(), 3); i++) {
                rows.add(hash + "/" + i);
            }
            return rows;
        }
    }

    ModelChain(Random random, long earliest) {
        this.random = random;
        add(new Block(earliest, newHash(), earliest == 0 ? null : newHash()));
    }

    private void add(Block block) {
        canonical.add(block);
        remembered.put(block.hash(), block);
    }

    private String newHash() {
        made++;
        return "0x" + Integer.toHexString(made);
    }

    long earliest() {
        return canonical.get(0).number();
    }

    long head() {
        return canonical.get(canonical.size() - 1).number();
    }

    Block block(long number) {
        return canonical.get((int) (number - earliest()));
    }

    void grow(long blocks) {
        for (int i = 0; i < blocks; i++) {
            Block tip = block(head());
            add(new Block(tip.number() + 1, newHash(), tip.hash()));
        }
    }

    /** Replaces the newest blocks, all of them at most, by others: fewer, as many or more. */
    void reorganise(int depth) {
        int kept = Math.max(0, canonical.size() - depth);
        abandoned = List.copyOf(canonical);
        List<Block> gone = canonical.subList(kept, canonical.size());
        Block oldest = gone.get(0);
        gone.clear();
        add(new Block(oldest.number(), newHash(), oldest.parent()));
        grow(random.nextInt(depth + 3));
    }

    /** Brings the chain back that the last reorg orphaned. */
    void flipBack() {
        if (abandoned.isEmpty()) {
            return;
        }
        List<Block> now = List.copyOf(canonical);
        canonical.clear();
        abandoned.forEach(this::add);
        abandoned = now;
    }

    /** From here on nothing is known of any block that is not canonical. */
    void forgetForks() {
        remembered.clear();
        canonical.forEach(block -> remembered.put(block.hash(), block));
    }

    boolean isCanonical(long number, String hash) {
        return earliest() <= number && number <= head() && block(number).hash().equals(hash);
    }

    /** The block that a stream goes on with behind another: the first orphaned one if that is no longer canonical. */
    long next(long number, String hash) {
        if (isCanonical(number, hash)) {
            return number + 1;
        }
        Block block = remembered.get(hash);
        if (block == null || block.number() != number) {
            return number;
        }
        while (!isCanonical(block.number(), block.hash())) {
            Block parent = block.parent() == null ? null : remembered.get(block.parent());
            if (parent == null) {
                return block.number();
            }
            block = parent;
        }
        return block.number() + 1;
    }

    BlockRange range(long start, long end) {
        return new BlockRange(
                NETWORK, start, end, block(end).hash(), block(start).parent());
    }

    List<Block> blocks(long start, long end) {
        List<Block> blocks = new ArrayList<>();
        for (long number = start; number <= end; number++) {
            blocks.add(block(number));
        }
        return blocks;
    }

    /** The blocks from one to another, by hash, whether they are canonical or not; null once they are forgotten. */
    @Nullable
    List<Block> ancestry(BlockRange range) {
        List<Block> blocks = new ArrayList<>();
        String hash = range.hash();
        for (long number = range.end(); number >= range.start(); number--) {
            Block block = hash == null ? null : remembered.get(hash);
            if (block == null) {
                return null;
            }
            blocks.add(0, block);
            hash = block.parent();
        }
        return blocks;
    }

    long commonWith(StreamHistory history) {
        for (int i = history.records().size() - 1; i >= 0; i--) {
            BlockRange range = history.records().get(i).range();
            if (range.hash() != null && isCanonical(range.end(), range.hash())) {
                return range.end();
            }
        }
        return -1;
    }
}
