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

    @Test
    void a_thousand_slices_with_failures_and_reorgs_end_exact() {
        SimulationResult result = new Simulation(MemoryTarget::new)
                .trace(2, Temper.manySlices(BLOCKS, BackfillSoak.ONE_SLICE_IN_TWENTY, BackfillSoak.SOME_STREAMS));

        assertThat(result.failure()).isEmpty();
        assertThat(result.retries()).isGreaterThan(50);
        assertThat(result.reorgs()).containsKey(Reorg.Kind.ALIGNED);
        assertThat(result.slices()).isGreaterThan(1_000);
        assertThat(result.kills()).isPositive();
        assertThat(result.takeovers()).isPositive();
    }

    @Test
    void a_parallel_seed_tells_the_same_story_each_time() {
        Simulation simulation = new Simulation(MemoryTarget::new);

        assertThat(simulation.trace(3, Temper.manySlices(BLOCKS, 0.01, 0)))
                .isEqualTo(simulation.trace(3, Temper.manySlices(BLOCKS, 0.01, 0)));
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
