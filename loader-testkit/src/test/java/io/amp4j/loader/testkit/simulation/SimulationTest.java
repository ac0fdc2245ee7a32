package io.amp4j.loader.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.Reorg;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import io.amp4j.loader.testkit.simulation.BrokenLoader.DelegatingSession;
import io.amp4j.loader.testkit.simulation.BrokenLoader.DelegatingUnit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final long SEEDS = 200;

    @Test
    void two_hundred_seeds_end_with_the_canonical_rows_each_once() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        boolean clean = SimulationMain.run(
                new Simulation(MemoryTarget::new), 1, SEEDS, new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(clean).as(printed.toString(StandardCharsets.UTF_8)).isTrue();
    }

    @Test
    void a_seed_tells_the_same_story_each_time() {
        Simulation simulation = new Simulation(MemoryTarget::new);

        assertThat(LongStream.rangeClosed(1, 20).mapToObj(simulation::trace))
                .isEqualTo(LongStream.rangeClosed(1, 20)
                        .mapToObj(simulation::trace)
                        .toList());
    }

    @Test
    void the_seeds_meet_reorgs_of_every_kind_and_recoveries_and_repairs_and_ends() {
        Simulation simulation = new Simulation(MemoryTarget::new);
        List<SimulationResult> results =
                LongStream.rangeClosed(1, 60).mapToObj(simulation::run).toList();

        for (Reorg.Kind kind : Reorg.Kind.values()) {
            assertThat(results)
                    .as("%s", kind)
                    .anyMatch(result -> result.reorgs().containsKey(kind));
        }
        assertThat(results).anyMatch(result -> result.retries() > 10);
        assertThat(results).anyMatch(result -> result.jobs() > 10);
        assertThat(results).anyMatch(result -> result.repairs() > 0);
        assertThat(results).anyMatch(result -> result.ends() > 2);
    }

    @Test
    void finds_a_loader_that_answers_a_failed_commit_as_a_success() {
        assertFound(unit -> new DelegatingUnit(unit) {
            @Override
            public List<StreamRecord> commit(StateChange change) {
                boolean fails = !change.added().isEmpty()
                        && change.added().get(0).range().start() % 9 == 0;
                return fails ? change.added() : super.commit(change);
            }
        });
    }

    @Test
    void finds_a_loader_that_deletes_too_little() {
        assertFound(unit -> new DelegatingUnit(unit) {
            @Override
            public long delete(List<StreamRecord> records) {
                return records.size() < 2 ? super.delete(records) : super.delete(records.subList(1, records.size()));
            }
        });
    }

    @Test
    void finds_a_loader_that_forgets_a_batch_when_a_microbatch_has_several() {
        assertFound(unit -> new DelegatingUnit(unit) {
            private @Nullable BatchId last;

            @Override
            public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
                if (!id.equals(last)) {
                    super.write(id, range, rows);
                }
                last = id;
            }
        });
    }

    @Test
    void finds_a_loader_that_recovers_the_state_it_was_opened_with() {
        assertFound(UnaryOperator.identity(), session -> new DelegatingSession(session) {
            @Override
            public StreamState recover() {
                super.recover();
                return opened();
            }
        });
    }

    private static void assertFound(UnaryOperator<Unit> bug) {
        assertFound(bug, UnaryOperator.identity());
    }

    private static void assertFound(UnaryOperator<Unit> bug, UnaryOperator<LoadSession> sessionBug) {
        Simulation simulation = new Simulation(allocator -> new BrokenTarget(allocator, bug, sessionBug));
        SimulationResult first = LongStream.rangeClosed(1, SEEDS)
                .mapToObj(simulation::run)
                .filter(result -> result.failure().isPresent())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no seed finds the bug"));

        assertThat(first.failure()).isPresent();
        assertThat(first.steps()).isNotEmpty();
    }
}
