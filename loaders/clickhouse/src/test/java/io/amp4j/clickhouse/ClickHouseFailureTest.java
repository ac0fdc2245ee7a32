package io.amp4j.clickhouse;

import static io.amp4j.clickhouse.NumberRows.FIRST;
import static io.amp4j.clickhouse.NumberRows.OTHER_SECOND;
import static io.amp4j.clickhouse.NumberRows.SECOND;
import static io.amp4j.clickhouse.NumberRows.change;
import static io.amp4j.clickhouse.NumberRows.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.clickhouse.NumberRows.Opened;
import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.ErrorCode;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.Unit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What ClickHouse refuses becomes the right code, by ClickHouse's own number; and what its view hides. */
@Tag("clickhouse")
class ClickHouseFailureTest {
    private static final BlockRange WIDE = new BlockRange("devnet", 0, 3_999_999, "0xa9", null);

    private final ClickHouseServer server = SharedServer.INSTANCE;
    private final NumberRows rows = new NumberRows();
    private String database = "";

    @BeforeEach
    void create(TestInfo test) {
        database = "failure_" + test.getTestMethod().orElseThrow().getName();
        server.query("CREATE DATABASE " + database);
    }

    @AfterEach
    void drop() {
        server.query("DROP DATABASE " + database + " SYNC");
        rows.close();
    }

    @Test
    void a_wrong_password_is_the_users_to_mend() {
        String uri = server.uri("writer:wrong", database);
        AmpException error = failure(() -> open(uri));
        assertThat(error.code()).isEqualTo(LoadError.DESTINATION_UNAUTHENTICATED);
        assertThat(error.toString()).doesNotContain("wrong");
    }

    @Test
    void the_right_password_opens() throws Exception {
        try (Opened opened = open(server.uri("writer:secret", database))) {
            assertThat(opened.session().opened().records()).isEmpty();
        }
    }

    @Test
    void a_read_only_user_is_refused_for_good() {
        ErrorCode code = failure(() -> open(server.uri("reader", database))).code();
        assertThat(code).isEqualTo(LoadError.DESTINATION_FAILED);
    }

    @Test
    void a_database_that_is_not_there_is_refused_for_good() {
        ErrorCode code = failure(() -> open(server.uri("nowhere"))).code();
        assertThat(code).isEqualTo(LoadError.DESTINATION_FAILED);
    }

    /** The server's limit is a hundred of them in one insert, and its error that of a busy server. */
    @Test
    void a_unit_may_touch_any_number_of_partitions() throws Exception {
        try (Opened opened = open(server.uri(database) + "?partition-by=block_num")) {
            rows.commit(opened.session(), List.of(), new BlockRange("devnet", 0, 299, "0xa299", null));
        }
        assertThat(count("t")).isEqualTo("300");
    }

    @Test
    void no_server_is_worth_another_try() {
        AmpException error = failure(() -> open("clickhouse://127.0.0.1:1/default"));
        assertThat(error.code()).isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
        assertThat(error.retryable()).isTrue();
    }

    @Test
    void too_many_parts_are_worth_another_try() throws Exception {
        String settings = "parts_to_delay_insert=1,parts_to_throw_insert=1,max_delay_to_insert=1";
        try (Opened opened = open(server.uri(database) + "?table-settings=" + settings)) {
            rows.commit(opened.session(), List.of(), FIRST);
            AmpException error = failure(() -> rows.commit(opened.session(), List.of(), SECOND));
            assertThat(error.code()).isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
            assertThat(opened.session().recover().records()).hasSize(1);
        }
        assertThat(count("t")).isEqualTo("10");
    }

    @Test
    void too_little_memory_is_worth_another_try() throws Exception {
        try (Opened opened = open(server.uri("small", database))) {
            AmpException error = failure(() -> rows.commit(opened.session(), List.of(), WIDE));
            assertThat(error.code()).isIn(LoadError.DESTINATION_EXHAUSTED, LoadError.DESTINATION_UNAVAILABLE);
            assertThat(opened.session().recover().records()).isEmpty();
        }
        assertThat(count("t")).isEqualTo("0");
    }

    @Test
    void a_user_whose_answers_may_be_old_sees_the_state_as_it_is() throws Exception {
        try (Opened opened = open(server.uri("cached", database))) {
            assertThat(opened.session().recover().records()).isEmpty();
            rows.commit(opened.session(), List.of(), FIRST);
            assertThat(opened.session().recover().records()).hasSize(1);
        }
    }

    @Test
    void a_user_whose_answers_are_cut_short_is_told_so() throws Exception {
        try (Opened opened = open(server.uri(database))) {
            rows.commit(opened.session(), List.of(), FIRST);
            rows.commit(opened.session(), List.of(), SECOND);
        }
        AmpException error = failure(() -> open(server.uri("partial", database)));
        assertThat(error.code()).as(error.getMessage()).isEqualTo(LoadError.DESTINATION_FAILED);
        assertThat(error).hasMessageContaining("Limit for result exceeded");
    }

    @Test
    void a_table_that_was_dropped_with_its_rows_is_not_taken_for_loaded() throws Exception {
        try (Opened opened = open(server.uri(database))) {
            rows.commit(opened.session(), List.of(), FIRST);
        }
        server.query("DROP TABLE " + database + ".t SYNC");
        AmpException error = failure(() -> open(server.uri(database)));
        assertThat(error.code()).isEqualTo(LoadError.TABLE_MISSING);
        assertThat(error).hasMessageContaining("--no-resume");
    }

    @Test
    void the_view_hides_what_is_not_committed_and_what_is_void() throws Exception {
        try (Opened opened = open(server.uri(database) + "?committed-view=true")) {
            List<StreamRecord> committed = rows.commit(opened.session(), List.of(), FIRST, SECOND);
            List<StreamRecord> voided = committed.subList(1, 2);
            try (Unit unit = opened.session().begin()) {
                unit.delete(voided);
                rows.write(unit, OTHER_SECOND);
                assertThat(count("t_committed")).isEqualTo("20");
                unit.commit(change(voided, OTHER_SECOND));
            }
            assertThat(count("t_committed")).isEqualTo("20");
            assertThat(server.text("SELECT uniqExact(_amp_batch_id) FROM " + database + ".t_committed"))
                    .isEqualTo("2");
        }
    }

    @Test
    void a_replica_that_is_read_only_is_worth_another_try() {
        // Without a keeper's session a replicated table is read-only.
        AmpException error = failure(() -> open(server.uri("impatient", database) + "?engine=ReplicatedMergeTree"));
        assertThat(error.code()).as(error.getMessage()).isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
        assertThat(((ClickHouseException) error).serverCode()).isEqualTo(242);
    }

    @Test
    void a_table_with_a_deduplication_window_keeps_what_comes_again() throws Exception {
        String settings = "?table-settings=non_replicated_deduplication_window=100";
        try (Opened opened = open(server.uri(database) + settings)) {
            rows.commit(opened.session(), List.of(), FIRST);
            List<StreamRecord> a = rows.commit(opened.session(), List.of(), SECOND);
            List<StreamRecord> b = rows.commit(opened.session(), a, OTHER_SECOND);
            rows.commit(opened.session(), b, SECOND);
        }
        assertThat(count("t")).isEqualTo("20");
    }

    @Test
    void the_view_hides_what_another_stream_of_the_table_has_not_committed() throws Exception {
        String uri = server.uri(database) + "?committed-view=true";
        try (Opened one = open(uri);
                Opened other = NumberRows.open(uri, NumberRows.request("t", "other", LoadMode.STREAM))) {
            rows.commit(one.session(), List.of(), FIRST);
            try (Unit unit = one.session().begin();
                    Unit beside = other.session().begin()) {
                rows.write(unit, SECOND);
                rows.write(beside, OTHER_SECOND);
                beside.commit(change(List.of(), OTHER_SECOND));
                assertThat(count("t_committed")).isEqualTo("20");
                unit.commit(change(List.of(), SECOND));
            }
            assertThat(count("t_committed")).isEqualTo("30");
        }
    }

    @Test
    void the_view_hides_rows_that_a_killed_overwrite_left() throws Exception {
        String uri = server.uri(database) + "?committed-view=true";
        try (Opened opened = NumberRows.open(uri, NumberRows.request("t", "t", LoadMode.OVERWRITE))) {
            rows.commit(opened.session(), List.of(), FIRST, SECOND);
            // A commit that replaces all, whose job was killed before it removed the old rows.
            try (Unit unit = opened.session().begin()) {
                unit.deleteAll();
                rows.write(unit, OTHER_SECOND);
                unit.commit(change(List.of()));
            }
            server.query("DELETE FROM " + database + ".amp_stream_state WHERE entry = 'SWEPT'");
            server.query("INSERT INTO " + database + ".t SELECT number, 'old', 'old' FROM numbers(5)");
            assertThat(count("t")).isEqualTo("15");
            assertThat(count("t_committed")).isEqualTo("10");
            rows.commit(opened.session(), List.of(), FIRST);
            assertThat(count("t_committed")).isEqualTo("20");
        }
    }

    @Test
    void columns_have_the_codecs_that_were_asked_for() throws Exception {
        String codecs = encoded("*=ZSTD(3);block_num=Delta, LZ4");
        try (Opened opened = open(server.uri(database) + "?compression=zstd&codecs=" + codecs)) {
            rows.commit(opened.session(), List.of(), FIRST);
        }
        assertThat(server.text(
                        "SELECT groupArray(compression_codec) FROM system.columns WHERE table = 't' AND database = '"
                                + database + "' AND name IN ('block_num', '_amp_batch_id')"))
                .isEqualTo("['CODEC(Delta(8), LZ4)','CODEC(ZSTD(3))']");
        assertThat(count("t")).isEqualTo("10");
    }

    @Test
    void codecs_that_are_none_are_refused() {
        AmpException error = failure(() -> open(server.uri(database) + "?codecs=ZSTD"));
        assertThat(error.code()).isEqualTo(LoadError.CONFIG_INVALID);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Opened open(String uri) {
        return NumberRows.open(uri, "t");
    }

    private String count(String table) {
        return server.text("SELECT count() FROM " + database + "." + table);
    }
}
