package io.amp4j.client.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stream that fills a gap, and comes to records that another one has loaded. */
class StreamFillingTest {
    private static final StreamRecord BEFORE = record(0, 9, "a", "a");

    private static StreamRecord record(long start, long end, String branch, String parentBranch) {
        return StreamRecord.of(range(start, end, branch, parentBranch));
    }

    private static BlockRange range(long start, long end, String branch, String parentBranch) {
        String parent = start == 0 ? null : parentBranch + (start - 1);
        return new BlockRange("test", start, end, branch + end, parent);
    }

    private static StreamPosition filling(StreamRecord... ahead) {
        StreamHistory history = new StreamHistory(StreamOrigin.earliest(), List.of(BEFORE));
        return StreamPosition.filling(history, List.of(ahead), history.cursor().orElseThrow());
    }

    private static Message watermark(BlockRange range) {
        return new Message(List.of(range), true, 0);
    }

    @Test
    void a_range_below_the_records_ahead_touches_none_of_them() {
        Step step = filling(record(20, 29, "a", "a")).on(watermark(range(10, 19, "a", "a")));

        assertThat(step.actions()).containsExactly(new Action.Close(record(10, 19, "a", "a")));
        assertThat(step.position().unit(Retention.FOREVER).voided()).isEmpty();
    }

    @Test
    void a_range_that_reaches_records_ahead_voids_them_and_no_others() {
        StreamRecord reached = record(15, 19, "b", "b");
        StreamRecord further = record(20, 29, "b", "b");

        Step step = filling(reached, further).on(watermark(range(10, 17, "a", "a")));

        assertThat(step.actions())
                .startsWith(new Action.Void(List.of(reached), new Reorg("test", 15, Reorg.Kind.EDGE, 1)));
        assertThat(step.position().unit(Retention.FOREVER).voided()).containsExactly(reached);
    }

    @Test
    void what_is_open_is_committed_before_an_edge() {
        StreamPosition open = filling(record(15, 19, "b", "b"))
                .on(watermark(range(10, 12, "a", "a")))
                .position();
        Message next = watermark(range(13, 16, "a", "a"));

        assertThat(open.on(next).actions()).containsExactly(new Action.Commit(next));
    }

    @Test
    void a_reorg_of_its_own_and_an_edge_are_one_deletion() {
        StreamRecord ahead = record(12, 14, "b", "b");

        Step step = filling(ahead).on(watermark(range(0, 12, "c", "c")));

        assertThat(step.actions().get(0))
                .isInstanceOfSatisfying(
                        Action.Void.class,
                        voided -> assertThat(voided.records()).containsExactly(BEFORE, ahead));
    }

    @Test
    void a_voided_record_lies_ahead_no_more_once_it_is_committed() {
        StreamRecord ahead = record(10, 14, "b", "b");
        StreamPosition open =
                filling(ahead).on(watermark(range(10, 14, "a", "a"))).position();

        StreamPosition committed = open.committed(open.unit(Retention.FOREVER).recordsAdded());

        assertThat(committed.on(watermark(range(15, 15, "a", "a"))).actions())
                .containsExactly(new Action.Close(record(15, 15, "a", "a")));
    }

    @Test
    void a_merged_record_ahead_cannot_be_voided_by_id() {
        StreamRecord merged = new StreamRecord(null, range(12, 30, "b", "b"), null, null);

        assertThatThrownBy(() -> filling(merged).on(watermark(range(10, 12, "a", "a"))))
                .isInstanceOf(AmpException.class)
                .hasMessageContaining("AMP-REORG-BELOW-RETENTION");
    }

    @Test
    void more_of_what_lies_around_is_taken_up_in_the_middle_of_a_stream() {
        StreamRecord own = record(10, 19, "a", "a");
        StreamHistory alone = new StreamHistory(StreamOrigin.from(10), List.of(own));
        StreamPosition position = StreamPosition.resuming(alone)
                .on(watermark(range(20, 24, "a", "a")))
                .position();
        StreamHistory joined = new StreamHistory(StreamOrigin.earliest(), List.of(BEFORE, own));

        StreamPosition amid = position.amid(joined, List.of()).orElseThrow();

        assertThat(amid.history()).isEqualTo(joined);
        assertThat(amid.unit(Retention.FOREVER).added()).containsExactly(record(20, 24, "a", "a"));
        assertThat(position.amid(new StreamHistory(StreamOrigin.earliest(), List.of(BEFORE)), List.of()))
                .as("a history that ends elsewhere")
                .isEmpty();
    }

    @Test
    void survives_as_json_with_what_lies_ahead() {
        StreamPosition position = filling(record(20, 29, "b", "b"));

        assertThat(StreamPosition.fromJson(position.toJson())).isEqualTo(position);
    }
}
