package io.amp4j.devnet.internal.chain;

/**
 * Which ticks reorganise, and how deep: a function of the seed alone.
 *
 * @param seed the chain's seed
 * @param every about one tick in this many; 0 for none
 * @param maximumDepth how many blocks at most
 */
public record Schedule(long seed, int every, int maximumDepth) {
    /** {@return whether no tick reorganises} */
    public boolean isQuiet() {
        return every == 0;
    }

    /**
     * What a tick does.
     *
     * @param tick the tick
     * @param head the last block before it
     * @return 0 if it mines a block, else how many blocks it replaces
     */
    public long reorgAt(long tick, long head) {
        if (every == 0 || head < 1) {
            return 0;
        }
        long mixed = Mix.of(Mix.of(seed, 7) ^ tick, 8);
        if (Mix.below(mixed, every) != 0) {
            return 0;
        }
        return Math.min(head, 1L + Mix.below(Mix.of(mixed), maximumDepth));
    }
}
