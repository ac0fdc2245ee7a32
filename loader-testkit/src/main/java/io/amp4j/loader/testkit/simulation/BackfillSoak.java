package io.amp4j.loader.testkit.simulation;

import io.amp4j.loader.testkit.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A backfill by hand, for the {@code main} of a loader's tests: a block a slice and four slices at once, while the chain reorganises, one slice in
 * twenty meets a failure of the store, and more of them one of the server. Some of those failures kill the job, or let another one take its place.
 */
public final class BackfillSoak {
    private static final int BLOCKS = 1_200;

    /** With some ten steps a slice, one slice in twenty meets one that fails, is killed or sleeps. */
    static final double ONE_SLICE_IN_TWENTY = 0.006;

    /** A stream says some messages a slice. */
    static final double SOME_STREAMS = 0.02;

    private final Function<Path, TestStore> stores;

    /**
     * A command.
     *
     * @param stores gives an empty store in an empty directory; it is closed in the end
     */
    public BackfillSoak(Function<Path, TestStore> stores) {
        this.stores = stores;
    }

    /**
     * Runs it, prints how it went, and ends the process: with status 1 and all steps if the rows differ from the chain's in the end.
     *
     * @param args blocks at the start, seed
     * @throws IOException if there is no place for the data
     */
    public void run(String... args) throws IOException {
        int blocks = args.length > 0 ? Integer.parseInt(args[0]) : BLOCKS;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
        System.out.println("seed " + seed);
        SimulationTotals totals = new SimulationTotals();
        long start = System.nanoTime();
        try (TestStore store = stores.apply(Files.createTempDirectory("soak"))) {
            Simulation simulation = new Simulation(allocator -> new StoreTarget(store));
            totals.add(simulation.trace(seed, Temper.manySlices(blocks, ONE_SLICE_IN_TWENTY, SOME_STREAMS)));
        }
        totals.print(System.out, (System.nanoTime() - start) / 1e9);
        System.exit(totals.failed());
    }
}
