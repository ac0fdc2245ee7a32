package io.amp4j.redis;

import static io.amp4j.redis.Rows.range;
import static io.amp4j.redis.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest extends RedisFixture {
    private static final BlockRange A0 = range("a", 0, 9);
    private static final BlockRange A1 = range("a", 10, 19);
    private static final BlockRange B1 = range("b", 10, 19);
    private static final String BY_NAME = "key={table}:{name}";

    @Test
    void keys_are_made_of_the_tables_name_and_columns() {
        Rows.commit(
                stream("key=chain/{table}/{number}.{name}"), allocator, List.of(), A0, row("x y", 7L), row("z", -1L));
        assertThat(redis.keys("chain*")).containsExactlyInAnyOrder("chain/t/7.x y", "chain/t/18446744073709551615.z");
    }

    @Test
    void a_key_that_comes_twice_in_a_batch_is_refused_before_anything_is_written() {
        LoadSession session = stream(BY_NAME);
        try (Unit unit = session.begin()) {
            assertThat(failure(
                            () -> Rows.write(unit, allocator, A0, row("x", 1L), row("x", 2L)), LoadError.VALUE_REFUSED))
                    .hasMessageContaining("'t:x'");
        }
        assertThat(redis.keys("t:*")).isEmpty();
        assertThat(session.recover().records()).isEmpty();
    }

    @Test
    void what_a_refused_unit_has_asked_is_no_answer_for_the_next() {
        LoadSession session = stream(BY_NAME);
        Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
        try (Unit unit = session.begin()) {
            failure(
                    () -> Rows.write(unit, allocator, A1, row("x", 2L), row("y", 2L), row("y", 3L)),
                    LoadError.VALUE_REFUSED);
        }
        Rows.commit(session, allocator, List.of(), A1, row("z", 2L));
        assertThat(redis.keys("t:*")).containsExactlyInAnyOrder("t:x", "t:z");
        assertThat(redis.hget("t:x", "number")).isEqualTo("1");
    }

    @Test
    void a_key_that_comes_twice_in_a_unit_is_refused_wherever_its_rows_are() {
        for (String settings : List.of(BY_NAME, BY_NAME + "&max-unit-bytes=100", BY_NAME + "&max-unit-bytes=1")) {
            LoadSession session = stream(settings);
            try (Unit unit = session.begin()) {
                Rows.write(unit, allocator, A0, row("x", 1L), row("y", 1L));
                failure(() -> Rows.write(unit, allocator, A1, row("z", 2L), row("x", 2L)), LoadError.VALUE_REFUSED);
            }
            session.recover();
            assertThat(redis.keys("t:*")).as(settings).isEmpty();
            session.close();
        }
    }

    @Test
    void a_null_in_a_key_is_refused_before_anything_is_written() {
        LoadSession session = stream(BY_NAME);
        try (Unit unit = session.begin()) {
            assertThat(failure(
                            () -> Rows.write(unit, allocator, A0, row("x", 1L), row(null, 2L)),
                            LoadError.VALUE_REFUSED))
                    .hasMessageContaining("'name' is null in row 1");
        }
        assertThat(redis.keys("t:*")).isEmpty();
    }

    @Test
    void a_key_that_another_batch_holds_is_refused_and_stays() {
        LoadSession session = stream(BY_NAME);
        Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
        assertThat(failure(
                        () -> Rows.commit(session, allocator, List.of(), A1, row("y", 2L), row("x", 2L)),
                        LoadError.VALUE_REFUSED))
                .hasMessageContaining("'t:x'");
        session.recover();
        assertThat(redis.keys("t:*")).containsExactly("t:x");
        assertThat(redis.hget("t:x", "number")).isEqualTo("1");
    }

    @Test
    void a_key_that_is_no_row_is_refused_and_stays() {
        for (String structure : List.of("hash", "string")) {
            redis.rpush("t:x", "mine");
            LoadSession session = stream("structure=" + structure + "&" + BY_NAME);
            failure(() -> Rows.commit(session, allocator, List.of(), A0, row("x", 1L)), LoadError.VALUE_REFUSED);
            assertThat(redis.lrange("t:x", 0, -1)).containsExactly("mine");
            session.close();
            redis.flushDB();
        }
    }

    @Test
    void a_row_that_is_in_the_fork_too_is_replaced_by_a_reorg() {
        for (String settings : List.of(BY_NAME, BY_NAME + "&structure=string", BY_NAME + "&max-unit-bytes=1")) {
            LoadSession session = stream(settings);
            Rows.commit(session, allocator, List.of(), A0, row("kept", 0L));
            List<StreamRecord> a1 = Rows.commit(session, allocator, List.of(), A1, row("x", 1L), row("gone", 1L));
            Rows.commit(session, allocator, a1, B1, row("x", 2L), row("new", 2L));
            assertThat(redis.keys("t:*")).as(settings).containsExactlyInAnyOrder("t:kept", "t:x", "t:new");
            session.close();
            redis.flushDB();
        }
    }

    @Test
    void a_row_that_a_later_load_replaced_is_not_the_streams_any_more() {
        LoadSession session = stream(BY_NAME);
        List<StreamRecord> a0 = Rows.commit(session, allocator, List.of(), A0, row("x", 1L), row("y", 1L));
        LoadSession loads = open("", Rows.request("t", LoadMode.UPSERT));
        Rows.load(loads, allocator, "mine", row("x", 5L));
        Rows.commit(session, allocator, a0, range("b", 0, 9), row("z", 2L));
        assertThat(redis.keys("t:*")).containsExactlyInAnyOrder("t:x", "t:z");
        assertThat(redis.hget("t:x", "number")).isEqualTo("5");
    }

    @Test
    void an_upsert_leaves_no_field_of_the_row_before() {
        LoadSession loads = open("", Rows.request("t", LoadMode.UPSERT));
        Rows.load(loads, allocator, "one", row("x", 5L));
        Rows.load(loads, allocator, "two", row("x", 6L), row("x", null));
        assertThat(redis.hgetAll("t:x")).containsOnlyKeys("name", "_amp_batch_id");
    }

    @Test
    void rows_of_another_stream_with_the_same_batch_are_refused() {
        Rows.commit(stream(""), allocator, List.of(), A0, row("x", 1L));
        LoadSession other = open("", Rows.streamRequest("t", "other"));
        failure(() -> Rows.commit(other, allocator, List.of(), A0, row("x", 1L)), LoadError.UNSUPPORTED);
        other.recover();
        assertThat(redis.keys("t:*")).hasSize(1);
    }

    @Test
    void an_overwrite_takes_away_rows_whose_state_was_lost() {
        LoadSession session = stream(BY_NAME);
        Rows.commit(session, allocator, List.of(), A0, row("x", 1L), row("y", 1L));
        session.close();
        redis.keys("amp:*").forEach(redis::del);
        redis.set("t:mine", "no row");
        LoadSession overwriting = open(BY_NAME, Rows.request("t", LoadMode.OVERWRITE));
        assertThat(redis.keys("t:*")).hasSize(3);
        try (Unit unit = overwriting.begin()) {
            unit.deleteAll();
            Rows.write(unit, allocator, BatchId.ofLoad("new"), null, List.of(row("x", 2L)));
            unit.commit(Rows.loaded("new", 1));
        }
        assertThat(redis.keys("t:*")).containsExactlyInAnyOrder("t:x", "t:mine");
        assertThat(redis.hget("t:x", "number")).isEqualTo("2");
    }
}
