package io.amp4j.loader.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.stream.Reorg;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.Unit;
import io.amp4j.loader.testkit.simulation.BrokenLoader.DelegatingUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Loads that are cut into many slices. */
class SlicesTest {
    private static final int BLOCKS = 1_200;

    /** With some ten steps a slice, one slice in twenty meets one that fails, is killed or sleeps. */
    private static final double ONE_SLICE_IN_TWENTY = 0.006;

    /** One block a slice, four at once, on a chain that grows and reorganises meanwhile. */
    private static Temper manySlices(double destinationFaults, double serverFaults) {
        return new Temper(300, 0.4, 12, 0.05, destinationFaults, serverFaults, 1, 0, -1, -1, BLOCKS, false, 4, 1, 20);
    }

    @Test
    void a_thousand_slices_with_failures_and_reorgs_end_exact() {
        SimulationResult result = new Simulation(MemoryTarget::new).trace(2, manySlices(ONE_SLICE_IN_TWENTY, 0.02));

        assertThat(result.failure()).isEmpty();
        assertThat(result.retries()).isGreaterThan(50);
        assertThat(result.jobs()).isGreaterThan(1);
        assertThat(result.reorgs()).containsKey(Reorg.Kind.ALIGNED);
        assertThat(result.steps().stream().filter(step -> step.contains("SliceBegan[")))
                .hasSizeGreaterThan(1_000);
    }

    @Test
    void a_parallel_seed_tells_the_same_story_each_time() {
        Simulation simulation = new Simulation(MemoryTarget::new);

        assertThat(simulation.trace(3, manySlices(0.01, 0))).isEqualTo(simulation.trace(3, manySlices(0.01, 0)));
    }

    @Test
    void finds_a_loader_that_keeps_what_lies_beyond_an_edge() {
        UnaryOperator<Unit> bug = unit -> new DelegatingUnit(unit) {
            @Override
            public long delete(List<StreamRecord> records) {
                return 0;
            }
        };
        Simulation simulation = new Simulation(allocator -> new BrokenTarget(allocator, bug, UnaryOperator.identity()));
        Temper edges = new Temper(20, 0, 1, 0, 0, 0, 9, 0, -1, -1, 150, false, 4, 7, 40);

        assertThat(LongStream.rangeClosed(1, 20).mapToObj(seed -> simulation.trace(seed, edges)))
                .as("without a reorg, only the edges of slices void anything")
                .anyMatch(result -> result.failure().isPresent());
    }
}
