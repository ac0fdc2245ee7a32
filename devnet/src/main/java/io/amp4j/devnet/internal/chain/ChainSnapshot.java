package io.amp4j.devnet.internal.chain;

import java.util.Arrays;

/** The generated chain at a moment: which fork each of its blocks lies on. */
public final class ChainSnapshot implements Snapshot {
    private final String network;
    private final long seed;
    private final long head;
    private final long[] firsts;
    private final int[] forks;

    /** Takes the arrays as they are: segment {@code i} begins at {@code firsts[i]} and lies on {@code forks[i]}. */
    ChainSnapshot(String network, long seed, long head, long[] firsts, int[] forks) {
        this.network = network;
        this.seed = seed;
        this.head = head;
        this.firsts = firsts;
        this.forks = forks;
    }

    /** The same chain with blocks on top, all on its last fork. */
    ChainSnapshot grownTo(long newHead) {
        return new ChainSnapshot(network, seed, newHead, firsts, forks);
    }

    @Override
    public String network() {
        return network;
    }

    @Override
    public long first() {
        return 0;
    }

    @Override
    public long head() {
        return head;
    }

    @Override
    public String hash(long number) {
        return BlockHash.hex(key(number));
    }

    @Override
    public String parentHash(long number) {
        return number == 0 ? BlockHash.ZERO : hash(number - 1);
    }

    /**
     * What a block's hash and its part of the rows are made from.
     *
     * @param number from 0 to head
     * @return the block's key
     */
    public long key(long number) {
        return key(seed, number, forks[segment(number)]);
    }

    /**
     * What those rows are made from that a reorg leaves as they were.
     *
     * @param number from 0 to head
     * @return a key that does not depend on the fork
     */
    public long sharedKey(long number) {
        return key(seed, number, -1);
    }

    /** A block's fork never changes, and has the number once: so the three make the block. */
    static long key(long seed, long number, int fork) {
        return Mix.of(Mix.of(Mix.of(seed, 1) ^ number, 2) ^ fork, 3);
    }

    private int segment(long number) {
        int found = Arrays.binarySearch(firsts, number);
        return found >= 0 ? found : -found - 2;
    }
}
