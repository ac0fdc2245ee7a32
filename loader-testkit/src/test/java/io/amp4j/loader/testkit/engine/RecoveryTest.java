package io.amp4j.loader.testkit.engine;

import static io.amp4j.loader.testkit.engine.Script.range;
import static io.amp4j.loader.testkit.engine.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.Cursor;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadBuilder;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.LoadResult;
import io.amp4j.loader.RetryPolicy;
import io.amp4j.loader.testkit.memory.MemoryLoader;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryTest extends EngineFixture {
    @ParameterizedTest
    @ValueSource(strings = {"open", "begin", "write", "commit"})
    void loads_once_after_a_failure_that_left_nothing(String step) {
        FlakyLoader loader = new FlakyLoader(new MemoryLoader(store), step);
        Script whole = script().microbatch(range(0, 1), 0, 1);

        LoadResult result = resultOf(load(query(whole, whole), loader).toBlock(1).stream());

        assertThat(numbers()).containsExactly(0L, 1L);
        assertThat(result.retries()).isEqualTo(1);
        assertThat(result.rows()).isEqualTo(2);
    }

    @Test
    void a_commit_whose_answer_was_lost_is_found_by_reading_the_state_back() {
        FlakyLoader loader = new FlakyLoader(new MemoryLoader(store), "answer");
        ScriptedQuery query = query(script().microbatch(range(0, 1), 0, 1));

        LoadResult result = resultOf(load(query, loader).toBlock(1).stream());

        assertThat(numbers()).containsExactly(0L, 1L);
        assertThat(result.ranges()).containsExactly(range(0, 1));
        assertThat(loader.calls()).endsWith("commit", "answer", "close", "recover", "end");
    }

    @Test
    void closes_the_failed_unit_before_it_recovers_and_recovers_until_it_succeeds() {
        FlakyLoader loader = new FlakyLoader(new MemoryLoader(store), "write", "recover", "recover");
        Script whole = script().microbatch(range(0, 1), 0, 1);

        resultOf(load(query(whole, whole), loader).toBlock(1).stream());

        assertThat(loader.calls())
                .containsSubsequence(
                        "begin", "write", "close", "recover", "recover", "recover", "begin", "write", "commit");
        assertThat(clock.waits()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_stream_that_comes_back_with_other_columns_ends_the_load_before_it_is_read(boolean isLive) {
        ScriptedQuery query = query(
                script().microbatch(range(0, 1), 0, 1).fails(),
                script().microbatch(range(2, 3), 2, 3).otherSchema());
        LoadBuilder load = load(query).commitInterval(Duration.ZERO);

        assertThatThrownBy(() -> resultOf(isLive ? load.stream() : load.append()))
                .hasMessageContaining("--no-resume")
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.STATE_OF_ANOTHER_SCHEMA));
        assertThat(numbers()).containsExactly(isLive ? new Long[] {0L, 1L} : new Long[0]);
    }

    @Test
    void a_reorg_whose_commit_failed_is_seen_again() {
        FlakyLoader loader = new FlakyLoader(new MemoryLoader(store), "delete");
        Script fork = script().microbatch(range(2, 3, "b", "a"), 22, 33);
        ScriptedQuery query = query(
                script().microbatch(range(0, 1), 0)
                        .microbatch(range(2, 2), 2)
                        .microbatch(range(2, 3, "b", "a"), 22, 33),
                fork);

        LoadResult result = resultOf(load(query, loader).commitInterval(Duration.ZERO).toBlock(3).stream());

        assertThat(numbers()).containsExactly(0L, 22L, 33L);
        assertThat(result.reorgs()).isEqualTo(1);
        assertThat(query.cursors()).endsWith(Optional.of(Cursor.of("test", 2, "a2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "begin", "deleteAll", "write", "commit", "answer"})
    void overwrites_once_whatever_step_fails(String step) {
        resultOf(load(query(script().rows(range(0, 1), 7, 8))).append());
        FlakyLoader loader = new FlakyLoader(new MemoryLoader(store), step);
        Script whole = script().rows(range(0, 1), 1, 2).watermark(range(0, 1));

        LoadResult result = resultOf(load(query(whole, whole), loader).overwrite());

        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(result.retries()).isEqualTo(1);
        assertThat(state().loads()).hasSize(2);
    }

    @Test
    void a_commit_whose_answer_was_lost_is_looked_for_though_nobody_tries_again() {
        FlakyLoader loader = new FlakyLoader(new MemoryLoader(store), "answer");
        ScriptedQuery query = query(script().rows(range(0, 1), 1, 2));

        LoadResult result = resultOf(load(query, loader).retry(RetryPolicy.NONE).append());

        assertThat(result.ending()).isEqualTo(LoadResult.Ending.COMPLETE);
        assertThat(numbers()).containsExactly(1L, 2L);
    }

    @Test
    void a_commit_that_nobody_can_look_for_is_told_as_not_known() {
        FlakyLoader loader = new FlakyLoader(new MemoryLoader(store), "answer", "recover");
        ScriptedQuery query = query(script().rows(range(0, 1), 1, 2));

        Load load =
                load(query, loader).retry(RetryPolicy.NONE).loadId("nightly").append();

        assertThatThrownBy(() -> resultOf(load))
                .hasMessageContaining("--load-id 'nightly'")
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.RETRIES_EXHAUSTED));
    }

    @Test
    void a_batch_load_gives_up_when_the_destination_stays_away() {
        FlakyLoader loader = new FlakyLoader(
                new MemoryLoader(store), "write", "recover", "recover", "recover", "recover", "recover", "recover");
        Script whole = script().rows(range(0, 1), 1, 2);

        Load load = load(query(whole, whole), loader).append();

        assertThatThrownBy(() -> resultOf(load))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.RETRIES_EXHAUSTED));
        assertThat(numbers()).isEmpty();
    }
}
