package io.amp4j.devnet.internal.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A chain that grows and reorganises. It keeps which fork each block lies on and nothing of the blocks: those are made from
 * seed, number and fork whenever they are asked for.
 */
public final class Chain implements Blocks {
    private final String network;
    private final long seed;
    private final Schedule schedule;
    private final List<Fork> known = new ArrayList<>();

    private Fork tip;
    private long[] firsts = {0};
    private int[] forks = {0};
    private int segments = 1;
    private long head = -1;
    private long tick;
    private int forkCount = 1;
    private @Nullable ChainSnapshot current;
    private @Nullable Fork replaced;
    private long replacedHead;

    /**
     * An empty chain.
     *
     * @param network its network
     * @param seed what its history is made from
     * @param schedule which ticks reorganise
     */
    public Chain(String network, long seed, Schedule schedule) {
        this.network = network;
        this.seed = seed;
        this.schedule = schedule;
        this.tip = new Fork(0, null, 0);
        known.add(tip);
    }

    @Override
    public synchronized ChainSnapshot snapshot() {
        ChainSnapshot now = current;
        if (now == null) {
            now = new ChainSnapshot(
                    network, seed, head, Arrays.copyOf(firsts, segments), Arrays.copyOf(forks, segments));
        } else if (now.head() != head) {
            now = now.grownTo(head);
        }
        current = now;
        return now;
    }

    /** {@return how many ticks have passed} */
    public synchronized long tick() {
        return tick;
    }

    /** {@return the number of the last block, or -1} */
    public synchronized long head() {
        return head;
    }

    /**
     * Lets ticks pass as scheduled.
     *
     * @param ticks how many
     */
    public synchronized void advance(long ticks) {
        if (schedule.isQuiet()) {
            grow(ticks);
        } else {
            for (long i = 0; i < ticks; i++) {
                step();
            }
        }
        notifyAll();
    }

    /**
     * Lets ticks pass as scheduled until the chain has a number of blocks.
     *
     * @param blocks how many at least
     */
    public synchronized void advanceToBlocks(long blocks) {
        if (schedule.isQuiet()) {
            grow(Math.max(0, blocks - head - 1));
        }
        while (head + 1 < blocks) {
            step();
        }
        notifyAll();
    }

    private void step() {
        long depth = schedule.reorgAt(tick, head);
        if (depth == 0) {
            grow(1);
        } else {
            replace(depth);
        }
    }

    /**
     * Mines blocks.
     *
     * @param count how many
     */
    public synchronized void mine(long count) {
        grow(count);
        notifyAll();
    }

    private void grow(long count) {
        head += count;
        tick += count;
        tip.last = Math.max(tip.last, head);
    }

    /**
     * Replaces the newest blocks.
     *
     * @param depth how many
     */
    public synchronized void reorg(long depth) {
        if (depth < 1 || depth > head + 1) {
            throw new IllegalArgumentException(
                    "a reorg of depth " + depth + " does not fit a chain of " + (head + 1) + " blocks");
        }
        replace(depth);
        notifyAll();
    }

    private void replace(long depth) {
        long first = head - depth + 1;
        current = null;
        replaced = tip;
        replacedHead = head;
        Fork parent = first == 0 ? null : tip.holding(first - 1);
        tip = new Fork(forkCount, parent, first);
        forkCount++;
        tip.last = head;
        tick++;
        known.add(tip);
        while (segments > 0 && firsts[segments - 1] >= first) {
            segments--;
        }
        push(first, tip.id);
    }

    private void push(long first, int fork) {
        if (segments == firsts.length) {
            firsts = Arrays.copyOf(firsts, segments * 2);
            forks = Arrays.copyOf(forks, segments * 2);
        }
        firsts[segments] = first;
        forks[segments] = fork;
        segments++;
    }

    /** Makes the chain before the last reorg canonical again. */
    public synchronized void undoReorg() {
        if (replaced == null) {
            throw new IllegalStateException("there is no reorg to undo");
        }
        current = null;
        Fork old = tip;
        long oldHead = head;
        tip = replaced;
        head = replacedHead;
        replaced = old;
        replacedHead = oldHead;
        tick++;
        List<Fork> path = new ArrayList<>();
        for (Fork fork = tip; fork != null; fork = fork.parent) {
            path.add(0, fork);
        }
        segments = 0;
        for (Fork fork : path) {
            push(fork.first, fork.id);
        }
        notifyAll();
    }

    /** Forgets every block that is not canonical now. */
    public synchronized void forgetForks() {
        replaced = null;
        Map<Integer, Long> lasts = new HashMap<>();
        for (int i = 0; i < segments; i++) {
            lasts.put(forks[i], i + 1 < segments ? firsts[i + 1] - 1 : head);
        }
        known.removeIf(fork -> !lasts.containsKey(fork.id));
        for (Fork fork : known) {
            fork.last = Math.min(fork.last, lasts.getOrDefault(fork.id, fork.last));
        }
    }

    @Override
    public synchronized long resumeBehind(long number, String hash) {
        Fork fork = find(number, hash);
        if (fork == null) {
            return number;
        }
        long block = number;
        while (block >= 0 && !isCanonical(block, fork.holding(block))) {
            block--;
        }
        return block + 1;
    }

    private boolean isCanonical(long number, Fork fork) {
        if (number > head) {
            return false;
        }
        int found = Arrays.binarySearch(firsts, 0, segments, number);
        return forks[found >= 0 ? found : -found - 2] == fork.id;
    }

    private @Nullable Fork find(long number, String hash) {
        for (int i = known.size() - 1; i >= 0; i--) {
            Fork fork = known.get(i);
            if (number >= fork.first
                    && number <= fork.last
                    && BlockHash.hex(ChainSnapshot.key(seed, number, fork.id)).equals(hash)) {
                return fork;
            }
        }
        return null;
    }

    @Override
    public synchronized void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            wait();
        }
    }

    @Override
    public synchronized void wake() {
        notifyAll();
    }
}
