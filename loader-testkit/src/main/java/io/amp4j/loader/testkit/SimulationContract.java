package io.amp4j.loader.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.simulation.Journey;
import io.amp4j.loader.testkit.simulation.SimulatedRow;
import io.amp4j.loader.testkit.simulation.Simulation;
import io.amp4j.loader.testkit.simulation.SimulationMain;
import io.amp4j.loader.testkit.simulation.StoreTarget;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Seeds of the simulation against a real storage system: the engine, the loader and the store together, with faults at every step. */
public abstract class SimulationContract extends LoaderContract {
    private static final int LEGS = 3;
    private static final int STEPS_OF_A_LEG = 60;

    /** Called by a loader's tests. */
    protected SimulationContract() {}

    /**
     * How many seeds a build runs; each has a table of its own.
     *
     * @return a number that takes no more than half a minute
     */
    protected long seeds() {
        return Long.getLong("amp4j.simulation.seeds", 4);
    }

    /**
     * How many seeds a build runs whose jobs are processes that are killed.
     *
     * @return a number that takes no more than a minute
     */
    protected long killedSeeds() {
        return Long.getLong("amp4j.simulation.killed-seeds", 2);
    }

    @TestFactory
    Stream<DynamicTest> seeds_whose_processes_are_killed_end_with_the_canonical_rows_each_once() {
        return LongStream.rangeClosed(1, killedSeeds())
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> killed(seed)));
    }

    private void killed(long seed) {
        TableName table = store().table("killed_" + seed);
        Random random = new Random(seed);
        for (int leg = 0; leg < LEGS; leg++) {
            boolean last = leg == LEGS - 1;
            try (ChildProcess child = journey(seed, leg, table)) {
                listen(child, last ? Integer.MAX_VALUE : 1 + random.nextInt(STEPS_OF_A_LEG));
            }
        }
        List<SimulatedRow> rows = new ArrayList<>(new StoreTarget(store()).rows(table));
        Collections.sort(rows);
        assertThat(rows).isEqualTo(new Journey(seed).canonicalRows(LEGS - 1));
    }

    private ChildProcess journey(long seed, int leg, TableName table) {
        List<String> what = List.of(String.valueOf(seed), String.valueOf(leg));
        return ChildProcess.start(JourneyChild.class, store(), directory, ChildProcess.arguments(what, store(), table));
    }

    /** Waits for so many steps, or for the child's own end. */
    private static void listen(ChildProcess child, int steps) {
        for (int step = 0; step < steps; step++) {
            String line = child.nextLine();
            if (line.equals(JourneyChild.DONE)) {
                return;
            }
            assertThat(line).as("what the child says").isEqualTo(JourneyChild.STEP);
        }
    }

    @Test
    void seeds_end_with_the_canonical_rows_each_once() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

        boolean clean =
                SimulationMain.runInTurn(new Simulation(allocator -> new StoreTarget(store())), 1, seeds(), out);

        assertThat(clean).as(printed.toString(StandardCharsets.UTF_8)).isTrue();
    }
}
