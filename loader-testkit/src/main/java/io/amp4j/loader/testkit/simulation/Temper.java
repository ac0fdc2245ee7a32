package io.amp4j.loader.testkit.simulation;

import java.time.Duration;
import java.util.Random;

/**
 * What a seed's world is like: so that some seeds have nothing but reorgs, some nothing but crashes, and some all of it.
 *
 * @param events how many things happen to the chain before it comes to rest
 * @param reorgs the share of events that reorganise the chain
 * @param deepest how many blocks a reorg can void
 * @param forgetting the share of events at which the server forgets its forks
 * @param destinationFaults the chance that a step of the destination goes wrong
 * @param serverFaults the chance that a message does not come
 * @param largestMicrobatch how many blocks a microbatch has at most
 * @param earliest the first block of the chain
 * @param fromBlock the first block asked for, or -1 for the earliest
 * @param toBlock the last block that the first jobs are asked for, or -1 if all are live
 * @param blocksAtStart how long the chain is at the start
 * @param beginsAnywhere whether the server begins at its earliest block when it is asked for one by number alone
 * @param workers how many slices a job loads at once
 * @param sliceSize how many blocks a slice has, or -1 to measure it
 * @param catchUp from how many missing blocks on a live stream is cut again, or -1 for twice a slice
 */
record Temper(
        int events,
        double reorgs,
        int deepest,
        double forgetting,
        double destinationFaults,
        double serverFaults,
        int largestMicrobatch,
        long earliest,
        long fromBlock,
        long toBlock,
        int blocksAtStart,
        boolean beginsAnywhere,
        int workers,
        long sliceSize,
        long catchUp) {
    static final Duration LONGEST_INTERVAL = Duration.ofSeconds(10);

    static Temper of(Random random) {
        long earliest = random.nextInt(3) == 0 ? 0 : random.nextInt(1_000);
        long toBlock = random.nextInt(3) > 0 ? -1 : earliest + 40 + random.nextInt(120);
        return new Temper(
                20 + random.nextInt(40),
                pick(random, 0.1, 0.3, 0.6),
                1 + random.nextInt(pick(random, 3, 12, 40)),
                pick(random, 0, 0.05, 0.2),
                pick(random, 0, 0.01, 0.05, 0.15),
                pick(random, 0, 0.02, 0.1),
                1 + random.nextInt(12),
                earliest,
                random.nextInt(3) > 0 ? -1 : earliest + random.nextInt(40) - Math.min(earliest, 5),
                toBlock,
                pick(random, 0, 1, 30, 150),
                random.nextInt(4) == 0,
                pick(random, 1, 1, 2, 3, 5),
                pick(random, -1, 1, 7, 25),
                pick(random, -1, 10, 40));
    }

    /**
     * One block a slice and four slices at once, on a chain that grows and reorganises meanwhile.
     *
     * @param blocks how long the chain is at the start
     */
    static Temper manySlices(int blocks, double destinationFaults, double serverFaults) {
        return new Temper(300, 0.4, 12, 0.05, destinationFaults, serverFaults, 1, 0, -1, -1, blocks, false, 4, 1, 20);
    }

    /** The same chain from its earliest block on, with a server and a destination that do no wrong by themselves. */
    Temper withoutFaults() {
        return new Temper(
                events,
                reorgs,
                deepest,
                forgetting,
                0,
                0,
                largestMicrobatch,
                earliest,
                -1,
                -1,
                blocksAtStart,
                false,
                workers,
                sliceSize,
                catchUp);
    }

    private static double pick(Random random, double... values) {
        return values[random.nextInt(values.length)];
    }

    private static int pick(Random random, int... values) {
        return values[random.nextInt(values.length)];
    }
}
