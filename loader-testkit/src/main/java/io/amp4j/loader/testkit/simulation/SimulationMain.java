package io.amp4j.loader.testkit.simulation;

import java.io.PrintStream;
import java.util.stream.LongStream;

/** Runs many seeds against the store in memory, from a command line: {@code [number of seeds] [first seed]}. */
public final class SimulationMain {
    private SimulationMain() {}

    /**
     * Runs the seeds; ends with status 1 and the steps of the first seed that fails.
     *
     * @param args how many seeds (200 if absent), and the first one (1 if absent)
     */
    public static void main(String[] args) {
        long seeds = args.length > 0 ? Long.parseLong(args[0]) : 200;
        long first = args.length > 1 ? Long.parseLong(args[1]) : 1;
        boolean clean = run(new Simulation(MemoryTarget::new), first, seeds, System.out);
        if (!clean) {
            System.exit(1);
        }
    }

    /**
     * Runs seeds side by side, and prints what is worth knowing.
     *
     * @param simulation what to run
     * @param first the first seed
     * @param seeds how many
     * @param out where to print
     * @return whether all of them went well
     */
    public static boolean run(Simulation simulation, long first, long seeds, PrintStream out) {
        return run(simulation, LongStream.range(first, first + seeds).parallel(), out);
    }

    /**
     * Runs seeds one after another, for destinations that they share, and prints what is worth knowing.
     *
     * @param simulation what to run
     * @param first the first seed
     * @param seeds how many
     * @param out where to print
     * @return whether all of them went well
     */
    public static boolean runInTurn(Simulation simulation, long first, long seeds, PrintStream out) {
        return run(simulation, LongStream.range(first, first + seeds), out);
    }

    private static boolean run(Simulation simulation, LongStream seeds, PrintStream out) {
        long start = System.nanoTime();
        SimulationTotals totals = seeds.mapToObj(simulation::run)
                .collect(SimulationTotals::new, SimulationTotals::add, SimulationTotals::addAll);
        totals.print(out, (System.nanoTime() - start) / 1e9);
        return totals.failed() == 0;
    }
}
