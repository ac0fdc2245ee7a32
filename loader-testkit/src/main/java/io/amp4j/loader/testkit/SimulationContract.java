package io.amp4j.loader.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.loader.testkit.simulation.Simulation;
import io.amp4j.loader.testkit.simulation.SimulationMain;
import io.amp4j.loader.testkit.simulation.StoreTarget;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Seeds of the simulation against a real storage system: the engine, the loader and the store together, with faults at every step. */
public abstract class SimulationContract extends LoaderContract {
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

    @Test
    void seeds_end_with_the_canonical_rows_each_once() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

        boolean clean =
                SimulationMain.runInTurn(new Simulation(allocator -> new StoreTarget(store())), 1, seeds(), out);

        assertThat(clean).as(printed.toString(StandardCharsets.UTF_8)).isTrue();
    }
}
