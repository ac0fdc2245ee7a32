package io.amp4j.loader.testkit.engine;

import static io.amp4j.loader.testkit.engine.Script.range;
import static io.amp4j.loader.testkit.engine.Script.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.BlockRef;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadEvent;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FirstBlockTest extends EngineFixture {
    @Test
    void asks_for_the_earliest_block_and_then_for_the_one_named() {
        ScriptedQuery query =
                query(script().rows(range(100, 199), 1).quiet(), script().microbatch(range(150, 151), 150, 151));

        resultOf(load(query).fromBlock(150).toBlock(151).stream());

        BlockRef asked = query.cursors().get(1).orElseThrow().blocks().get("test");
        assertThat(query.cursors().get(0)).isEmpty();
        assertThat(asked.number()).isEqualTo(150);
        assertThat(asked.hash()).matches("0xf{64}");
        assertThat(numbers()).containsExactly(150L, 151L);
        assertThat(events(LoadEvent.BeganElsewhere.class)).isEmpty();
    }

    @Test
    void a_block_before_the_earliest_begins_at_the_earliest() {
        ScriptedQuery query =
                query(script().rows(range(100, 199), 1).quiet(), script().microbatch(range(100, 101), 100));

        resultOf(load(query).fromBlock(7).toBlock(101).stream());

        assertThat(query.cursors()).containsExactly(Optional.empty(), Optional.empty());
        assertThat(numbers()).containsExactly(100L);
        assertThat(events(LoadEvent.BeganElsewhere.class)).containsExactly(new LoadEvent.BeganElsewhere(7, 100));
    }

    @Test
    void goes_on_after_it_began_at_the_earliest() {
        resultOf(load(query(script().rows(range(100, 199), 1), script().microbatch(range(100, 101), 100)))
                .fromBlock(7)
                .toBlock(101)
                .stream());

        resultOf(load(query(script().microbatch(range(102, 102), 102))).fromBlock(7).toBlock(102).stream());

        assertThat(numbers()).containsExactly(100L, 102L);
    }

    @Test
    void block_zero_needs_no_question() {
        ScriptedQuery query = query(script().microbatch(range(0, 0), 5));

        resultOf(load(query).fromBlock(0).toBlock(0).stream());

        assertThat(query.cursors()).containsExactly(Optional.empty());
    }

    @Test
    void block_zero_of_a_server_that_has_none_begins_at_the_earliest() {
        ScriptedQuery query = query(script().microbatch(range(1, 9), 1));

        resultOf(load(query).fromBlock(0).toBlock(9).stream());
        resultOf(load(query(script().microbatch(range(10, 10), 10))).fromBlock(0).toBlock(10).stream());

        assertThat(numbers()).containsExactly(1L, 10L);
        assertThat(events(LoadEvent.BeganElsewhere.class)).containsExactly(new LoadEvent.BeganElsewhere(0, 1));
    }

    @Test
    void drops_what_lies_below_where_the_server_begins_elsewhere() {
        ScriptedQuery query = query(
                script().rows(range(100, 199), 1),
                script().microbatch(range(100, 149), 1, 2).microbatch(range(150, 150), 150));

        resultOf(load(query).fromBlock(150).toBlock(150).stream());

        assertThat(numbers()).containsExactly(150L);
        assertThat(events(LoadEvent.BeganElsewhere.class)).containsExactly(new LoadEvent.BeganElsewhere(150, 100));
    }

    @Test
    void waits_while_there_is_no_earliest_block() {
        ScriptedQuery query =
                query(script().noRanges(), script().rows(range(0, 9), 1), script().microbatch(range(5, 5), 5));

        resultOf(load(query).fromBlock(5).toBlock(5).stream());

        assertThat(events(LoadEvent.NothingYet.class)).hasSize(1);
        assertThat(numbers()).containsExactly(5L);
    }

    @Test
    void says_so_when_the_chain_has_not_reached_the_block() throws Exception {
        CountDownLatch said = new CountDownLatch(1);
        ScriptedQuery query = query(script().rows(range(0, 9), 1), script().quiet());

        try (Load load = load(query)
                .fromBlock(500)
                .listener(event -> {
                    if (event.equals(new LoadEvent.AwaitingBlock(500))) {
                        said.countDown();
                    }
                })
                .executor(work -> new Thread(work).start())
                .stream()) {
            assertThat(said.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(load.result()).isNotDone();
        }
    }
}
