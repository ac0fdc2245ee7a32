package io.amp4j.client.stream;

import static io.amp4j.client.stream.Ranges.NETWORK;
import static io.amp4j.client.stream.Ranges.committed;
import static io.amp4j.client.stream.Ranges.data;
import static io.amp4j.client.stream.Ranges.history;
import static io.amp4j.client.stream.Ranges.merged;
import static io.amp4j.client.stream.Ranges.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a history and a stored position know. */
class StreamHistoryTest {
    @Test
    void gaps_lie_before_between_and_where_hashes_do_not_link() {
        StreamHistory history = new StreamHistory(
                StreamOrigin.from(5),
                List.of(committed(range("a", 30, 39)), committed(range("a", 10, 19)), committed(range("b", 40, 49))));

        assertThat(history.gaps())
                .containsExactly(
                        new StreamGap(5, 9, null, committed(range("a", 10, 19))),
                        new StreamGap(20, 29, committed(range("a", 10, 19)), committed(range("a", 30, 39))),
                        new StreamGap(40, 39, committed(range("a", 30, 39)), committed(range("b", 40, 49))));
        assertThat(history.gaps().get(2).isUnlinked()).isTrue();
        assertThat(history.gaps().get(1).isUnlinked()).isFalse();
    }

    @Test
    void finds_records_by_block() {
        StreamHistory history = history(range("a", 10, 19), range("a", 30, 39));

        assertThat(history.recordAt(19)).contains(committed(range("a", 10, 19)));
        assertThat(history.recordAt(20)).isEmpty();
        assertThat(history.recordEndingAt(19)).isPresent();
        assertThat(history.recordEndingAt(18)).isEmpty();
        assertThat(history.recordsFrom(19)).hasSize(2);
        assertThat(history.recordsFrom(20)).containsExactly(committed(range("a", 30, 39)));
    }

    @Test
    void removes_before_it_adds() {
        StreamHistory history = history(range("a", 0, 9), range("a", 10, 19));
        StreamRecord again = StreamRecord.of(range("a", 10, 19));

        UnitChange change = new UnitChange(List.of(again), List.of(committed(range("a", 10, 19))), List.of());

        assertThat(history.apply(change).records()).containsExactly(committed(range("a", 0, 9)), again);
    }

    @Test
    void records_that_overlap_are_refused() {
        assertThatExceptionOfType(AmpException.class)
                .isThrownBy(() -> history(range("a", 0, 9), range("a", 9, 19)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(StreamError.STATE_UNREADABLE));
    }

    @Test
    void records_of_two_networks_are_refused() {
        BlockRange other = new BlockRange("base", 10, 19, "0x1", "0x2");

        assertThatExceptionOfType(AmpException.class)
                .isThrownBy(() -> history(range("a", 0, 9), other))
                .satisfies(e -> assertThat(e.code()).isEqualTo(StreamError.SEVERAL_NETWORKS));
    }

    @Test
    void a_position_survives_being_written_down() {
        StreamHistory history = StreamHistory.empty(StreamOrigin.from(3))
                .plus(merged(range("a", 3, 9)))
                .plus(committed(range("a", 10, 19)));
        Follower follower = Follower.of(history);
        assertReadBack(follower.position());
        follower.microbatch(range("b", 10, 14, "a"));
        follower.message(data(range("b", 15, 19)));
        assertReadBack(follower.position());
        assertReadBack(StreamPosition.resuming(history(), null));
        assertReadBack(StreamPosition.resuming(history(new BlockRange(NETWORK, 0, 3, "0xa3", null))));
    }

    private static void assertReadBack(StreamPosition position) {
        assertThat(StreamPosition.fromJson(position.toJson())).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"version\":2}",
                "{\"version\":1}",
                "{\"version\":1,\"committed\":[{}],\"voided\":[],\"pending\":[],\"connection\":{}}",
                "{\"version\":1,\"committed\":[{\"network\":\"a\",\"start\":9,\"end\":1}],\"voided\":[],\"pending\":[],"
                        + "\"connection\":{\"closed\":false,\"placed\":false}}",
                "{\"version\":1,\"from\":-1,\"committed\":[],\"voided\":[],\"pending\":[],"
                        + "\"connection\":{\"closed\":false,\"placed\":false}}",
                "{\"version\":1,\"committed\":[],\"voided\":[],\"pending\":[],"
                        + "\"connection\":{\"closed\":false,\"placed\":false,\"behind\":{}}}"
            })
    void what_is_no_position_is_refused(String json) {
        assertThatExceptionOfType(AmpException.class)
                .isThrownBy(() -> StreamPosition.fromJson(json))
                .satisfies(e -> assertThat(e.code()).isEqualTo(StreamError.STATE_UNREADABLE));
    }
}
