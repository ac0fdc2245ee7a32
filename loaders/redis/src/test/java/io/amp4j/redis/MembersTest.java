package io.amp4j.redis;

import static io.amp4j.redis.Rows.range;
import static io.amp4j.redis.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members that several batches hold: each takes away its own hold, and the last one the member. */
class MembersTest extends RedisFixture {
    private static final BlockRange A0 = range("a", 0, 9);
    private static final BlockRange A1 = range("a", 10, 19);
    private static final BlockRange A2 = range("a", 20, 29);
    private static final BlockRange B1 = range("b", 10, 19);
    private static final String SET = "structure=set&value={name}";
    private static final String SCORED = "structure=sorted-set&value={name}&score=number";

    @ParameterizedTest
    @ValueSource(strings = {"", "&max-unit-bytes=1"})
    void a_member_stays_until_no_batch_holds_it(String settings) {
        LoadSession session = stream(SET + settings);
        List<StreamRecord> a0 =
                Rows.commit(session, allocator, List.of(), A0, row("x", 1L), row("x", 2L), row("y", 1L));
        List<StreamRecord> a1 = Rows.commit(session, allocator, List.of(), A1, row("x", 1L), row("z", 1L));
        List<StreamRecord> a2 = Rows.commit(session, allocator, List.of(), A2, row("x", 1L));
        assertThat(redis.smembers("t")).isEqualTo(Set.of("x", "y", "z"));
        List<StreamRecord> b1 = Rows.commit(session, allocator, List.of(a1.get(0), a2.get(0)), B1, row("w", 1L));
        assertThat(redis.smembers("t")).isEqualTo(Set.of("x", "y", "w"));
        Rows.commit(session, allocator, List.of(a0.get(0), b1.get(0)), range("c", 0, 9), row("v", 1L));
        assertThat(redis.smembers("t")).isEqualTo(Set.of("v"));
        assertThat(redis.exists("amp:{t}:held")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&max-unit-bytes=1"})
    void a_score_that_a_later_batch_gave_goes_with_that_batch(String settings) {
        LoadSession session = stream(SCORED + settings);
        Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
        List<StreamRecord> a1 =
                Rows.commit(session, allocator, List.of(), A1, row("x", 5L), row("x", 6L), row("y", 7L));
        assertThat(redis.zscore("t", "x")).isEqualTo(6);
        List<StreamRecord> b1 = Rows.commit(session, allocator, a1, B1, row("x", 3L));
        assertThat(redis.zscore("t", "x")).isEqualTo(3);
        assertThat(redis.zscore("t", "y")).isNull();
        Rows.commit(session, allocator, b1, A1, row("y", 7L));
        assertThat(redis.zscore("t", "x")).isEqualTo(1);
        assertThat(redis.exists("amp:{t}:held")).isFalse();
    }

    @Test
    void the_batch_in_the_middle_leaves_the_score_of_the_newest() {
        LoadSession session = stream(SCORED);
        Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
        List<StreamRecord> a1 = Rows.commit(session, allocator, List.of(), A1, row("x", 5L));
        Rows.commit(session, allocator, List.of(), A2, row("x", 9L));
        try (Unit unit = session.begin()) {
            unit.delete(a1);
            unit.commit(Rows.changing(a1));
        }
        assertThat(redis.zscore("t", "x")).isEqualTo(9);
    }

    @Test
    void a_member_of_somebody_else_stays() {
        LoadSession session = stream(SET);
        Rows.commit(session, allocator, List.of(), A0, row("y", 1L));
        redis.sadd("t", "x");
        List<StreamRecord> a1 = Rows.commit(session, allocator, List.of(), A1, row("x", 1L));
        Rows.commit(session, allocator, a1, B1, row("z", 1L));
        assertThat(redis.smembers("t")).isEqualTo(Set.of("x", "y", "z"));
    }

    @Test
    void sets_can_be_many() {
        LoadSession session = stream("structure=set&value={name}&key={table}:{number}");
        List<StreamRecord> a0 =
                Rows.commit(session, allocator, List.of(), A0, row("x", 1L), row("x", 2L), row("y", 2L));
        assertThat(redis.smembers("t:1")).isEqualTo(Set.of("x"));
        assertThat(redis.smembers("t:2")).isEqualTo(Set.of("x", "y"));
        Rows.commit(session, allocator, a0, range("b", 0, 9), row("y", 2L));
        assertThat(redis.keys("t:*")).containsExactly("t:2");
        assertThat(redis.smembers("t:2")).isEqualTo(Set.of("y"));
    }

    @Test
    void a_score_that_would_be_rounded_is_refused() {
        LoadSession session = stream(SCORED);
        try (Unit unit = session.begin()) {
            Rows.write(unit, allocator, A0, row("x", 1L << 53));
            assertThat(failure(
                            () -> Rows.write(unit, allocator, A1, row("x", (1L << 53) + 1)), LoadError.VALUE_REFUSED))
                    .hasMessageContaining("9007199254740993");
        }
        assertThat(redis.exists("t")).isFalse();
    }

    @Test
    void a_null_for_a_score_or_a_member_is_refused() {
        LoadSession session = stream(SCORED);
        try (Unit unit = session.begin()) {
            failure(() -> Rows.write(unit, allocator, A0, row("x", null)), LoadError.VALUE_REFUSED);
            failure(() -> Rows.write(unit, allocator, A0, row(null, 1L)), LoadError.VALUE_REFUSED);
        }
    }
}
