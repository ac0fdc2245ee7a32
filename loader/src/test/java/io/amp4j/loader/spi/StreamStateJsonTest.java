package io.amp4j.loader.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamStateJsonTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final BlockRange FIRST = new BlockRange("devnet", 0, 9, "0xaa", null);
    private static final BlockRange SECOND = new BlockRange("devnet", 10, 11, "0xbb", "0xaa");
    private static final StreamRecord MERGED = new StreamRecord(null, FIRST, NOON, null);
    private static final StreamRecord RECORD = new StreamRecord(BatchId.of(SECOND), SECOND, NOON, "a1");
    private static final LoadRecord LOAD = new LoadRecord("monday", BatchId.ofLoad("monday"), 3, NOON);
    private static final StreamHeader HEADER =
            new StreamHeader("s", new TableName(null, "t"), 5L, null, "q", "f", null, 7, 41);

    @Test
    void gives_back_the_state_that_was_written() {
        StreamState state = new StreamState(HEADER, List.of(MERGED, RECORD), List.of(LOAD));

        assertThat(StreamStateJson.readState(StreamStateJson.write(state))).isEqualTo(state);
    }

    @Test
    void gives_back_the_change_that_was_written() {
        StateChange change = new StateChange(List.of(MERGED), List.of(RECORD), LOAD);

        assertThat(StreamStateJson.readChange(StreamStateJson.write(change))).isEqualTo(change);
    }

    @Test
    void refuses_what_is_no_state() {
        for (String text : List.of("", "{", "[]", "{\"version\":1}", "{\"version\":2}", "null")) {
            assertThatThrownBy(() -> StreamStateJson.readState(text))
                    .isInstanceOfSatisfying(
                            AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.STATE_UNREADABLE));
        }
    }

    @Test
    void a_change_replaces_records_and_counts_the_commit() {
        StreamState state = new StreamState(HEADER, List.of(MERGED, RECORD), List.of());

        StreamState next = state.apply(new StateChange(List.of(RECORD), List.of(RECORD), LOAD));

        assertThat(next.records()).containsExactly(MERGED, RECORD);
        assertThat(next.loads()).containsExactly(LOAD);
        assertThat(next.header().seq()).isEqualTo(42);
        assertThat(next.header().network()).isEqualTo("devnet");
    }
}
