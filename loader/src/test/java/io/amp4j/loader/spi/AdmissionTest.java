package io.amp4j.loader.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdmissionTest {
    private static final BlockRange RANGE = new BlockRange("test", 0, 9, "0xa9", null);
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private static LoadRequest request(String table, LoadMode mode, ResumePolicy policy) {
        return Requests.of(table, "stream", mode, policy);
    }

    private static StreamState state(List<StreamRecord> records, List<LoadRecord> loads) {
        LoadRequest request = request("blocks", LoadMode.STREAM, ResumePolicy.RESUME);
        return new StreamState(request.newHeader(1).afterCommit("test"), records, loads);
    }

    private static StreamState loaded() {
        return state(List.of(new StreamRecord(BatchId.of(RANGE), RANGE, TIME, null)), List.of());
    }

    private static StreamState loadedByBatches() {
        return state(List.of(), List.of(new LoadRecord("load", BatchId.ofLoad("load"), 1, TIME)));
    }

    private static void assertRefused(ThrowingCallable call, LoadError code, String words) {
        assertThatThrownBy(call)
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @EnumSource(ResumePolicy.class)
    void a_stream_goes_on_into_its_own_table_only(ResumePolicy policy) {
        LoadRequest other = request("others", LoadMode.STREAM, policy);
        assertRefused(
                () -> Admission.requireOwnTable(other, Optional.of(loaded()), TableName.parse("blocks")::equals),
                LoadError.STATE_OF_ANOTHER_TABLE,
                "fills table blocks, not others");
    }

    @Test
    void a_table_that_was_renamed_has_taken_its_rows_along() {
        LoadRequest renamed = request("others", LoadMode.STREAM, ResumePolicy.RESUME);
        assertThatCode(() -> Admission.requireOwnTable(renamed, Optional.of(loaded()), table -> false))
                .doesNotThrowAnyException();
    }

    @Test
    void what_is_loaded_into_a_table_that_is_gone_is_not_passed_over() {
        LoadRequest request = request("blocks", LoadMode.STREAM, ResumePolicy.RESUME);
        assertRefused(() -> Admission.withoutTable(request, loaded()), LoadError.TABLE_MISSING, "--no-resume");
    }

    @Test
    void a_load_whose_rows_went_with_their_table_counts_for_nothing() {
        LoadRequest request = request("blocks", LoadMode.APPEND, ResumePolicy.RESUME);
        StreamState left = Admission.withoutTable(request, loadedByBatches());
        assertThat(left.loads()).isEmpty();
        assertThat(left.header()).isEqualTo(loadedByBatches().header());
    }
}
