package io.amp4j.loader.testkit.engine;

import static io.amp4j.loader.testkit.engine.Script.range;
import static io.amp4j.loader.testkit.engine.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadResult;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.testkit.memory.MemoryLoader;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BatchLoadTest extends EngineFixture {
    private static Script numbers(long... rows) {
        return script().rows(range(0, 9), rows).watermark(range(0, 9));
    }

    @Test
    void appends_all_rows_in_one_commit_under_one_id() {
        LoadResult result = resultOf(load(query(script().rows(range(0, 9), 1, 2).rows(range(0, 9), 3)))
                .loadId("monday")
                .append());

        Set<BatchId> ids = new HashSet<>();
        store.read(TABLE, (id, range, rows) -> ids.add(id));
        assertThat(numbers()).containsExactly(1L, 2L, 3L);
        assertThat(ids).containsExactly(BatchId.ofLoad("monday"));
        assertThat(result.rows()).isEqualTo(3);
        assertThat(result.units()).isEqualTo(1);
        assertThat(result.ranges()).containsExactly(range(0, 9));
        assertThat(state().header().streamId()).isEqualTo("numbers/loads");
        assertThat(state().loads()).extracting(LoadRecord::rows).containsExactly(3L);
    }

    @Test
    void appending_twice_means_two_loads() {
        resultOf(load(query(numbers(1))).append());
        resultOf(load(query(numbers(1))).append());

        assertThat(numbers()).containsExactly(1L, 1L);
    }

    @Test
    void the_same_load_id_again_does_nothing() {
        resultOf(load(query(numbers(1))).loadId("monday").append());

        LoadResult again = resultOf(load(query()).loadId("monday").append());

        assertThat(again.ending()).isEqualTo(LoadResult.Ending.ALREADY_LOADED);
        assertThat(again.rows()).isZero();
        assertThat(numbers()).containsExactly(1L);
    }

    @Test
    void overwriting_replaces_all_rows() {
        resultOf(load(query(numbers(1, 2))).append());
        resultOf(load(query(numbers(3))).overwrite());

        assertThat(numbers()).containsExactly(3L);
    }

    @Test
    void an_empty_answer_overwrites_too() {
        resultOf(load(query(numbers(1, 2))).append());
        resultOf(load(query(script().watermark(range(0, 9)))).overwrite());

        assertThat(numbers()).isEmpty();
    }

    @Test
    void refuses_to_overwrite_what_a_live_stream_fills() {
        resultOf(load(query(script().microbatch(range(0, 0), 1))).toBlock(0).stream());
        Load load = load(query(numbers(2))).overwrite();

        assertThatThrownBy(() -> resultOf(load))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.UNSUPPORTED))
                .hasMessageContaining("live stream 'numbers'");
        assertThat(numbers()).containsExactly(1L);
    }

    @Test
    void an_interrupted_load_begins_again_in_a_new_unit() {
        ScriptedQuery query = query(script().rows(range(0, 9), 1).fails(), numbers(1, 2));

        LoadResult result = resultOf(load(query).append());

        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(result.rows()).isEqualTo(2);
        assertThat(result.retries()).isEqualTo(1);
    }

    @Test
    void a_load_whose_answer_was_lost_is_not_repeated() {
        FlakyLoader loader = new FlakyLoader(new MemoryLoader(store), "answer");

        LoadResult result = resultOf(load(query(numbers(1, 2)), loader).append());

        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(result.ending()).isEqualTo(LoadResult.Ending.COMPLETE);
        assertThat(result.rows()).isEqualTo(2);
    }

    @Test
    void a_load_whose_commit_failed_is_repeated() {
        FlakyLoader loader = new FlakyLoader(new MemoryLoader(store), "commit");

        resultOf(load(query(numbers(1, 2), numbers(1, 2)), loader).overwrite());

        assertThat(numbers()).containsExactly(1L, 2L);
    }

    @Test
    void cancelling_leaves_nothing() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        Load load = load(query(
                        script().rows(range(0, 9), 1).act(written::countDown).quiet()))
                .executor(work -> new Thread(work).start())
                .append();
        assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();

        load.close();

        assertThatThrownBy(() -> resultOf(load))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.CANCELLED));
        assertThat(numbers()).isEmpty();
        assertThat(load.progress().phase()).isEqualTo(LoadProgress.Phase.CANCELLED);
    }

    @Test
    void refuses_what_the_loader_does_not_declare() {
        Load load = load(query()).upsert("number");

        assertThatThrownBy(() -> resultOf(load))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.UNSUPPORTED));
    }
}
