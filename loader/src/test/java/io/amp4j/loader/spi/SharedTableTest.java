package io.amp4j.loader.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedTableTest {
    private static final StreamRecord A = StreamRecord.of(new BlockRange("net", 0, 9, "0xa", null));
    private static final StreamRecord B = StreamRecord.of(new BlockRange("net", 10, 19, "0xb", "0xa"));
    private static final StreamRecord MERGED = new StreamRecord(null, A.range(), null, null);

    private static StreamState state(String streamId, StreamRecord... records) {
        return new StreamState(request(streamId).newHeader(1), List.of(records), List.of());
    }

    private static LoadRequest request(String streamId) {
        return Requests.of("blocks", streamId, LoadMode.STREAM, ResumePolicy.RESUME);
    }

    @Test
    void a_microbatch_that_another_stream_has_is_refused_by_that_streams_name() {
        StreamHeader mine = state("mine").header();

        AmpException refusal = catchThrowableOfType(
                AmpException.class, () -> SharedTable.requireOwn(mine, List.of(B), List.of(state("other", A, B))));

        assertThat(refusal.code()).isEqualTo(LoadError.UNSUPPORTED);
        assertThat(refusal).hasMessageContaining("'other'").hasMessageContaining("table blocks");
    }

    @Test
    void what_this_stream_has_itself_or_others_have_of_other_blocks_is_its_own() {
        StreamHeader mine = state("mine").header();

        assertThatCode(() -> SharedTable.requireOwn(
                        mine, List.of(B), List.of(state("mine", A, B), state("other", A), state("old", MERGED))))
                .doesNotThrowAnyException();
    }

    @Test
    void rows_without_a_record_are_told_only_where_one_stream_fills_the_table() {
        AmpException refusal = catchThrowableOfType(
                AmpException.class,
                () -> SharedTable.requireSole(request("mine"), List.of(state("mine"), state("other"))));

        assertThat(refusal.code()).isEqualTo(LoadError.UNSUPPORTED);
        assertThat(refusal).hasMessageContaining("'other'");
        assertThatCode(() -> SharedTable.requireSole(request("mine"), List.of(state("mine"))))
                .doesNotThrowAnyException();
    }
}
