package io.amp4j.clickhouse;

import static io.amp4j.clickhouse.NumberRows.FIRST;
import static io.amp4j.clickhouse.NumberRows.OTHER_SECOND;
import static io.amp4j.clickhouse.NumberRows.SECOND;
import static io.amp4j.clickhouse.NumberRows.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.clickhouse.NumberRows.Opened;
import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Unit;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What is ClickHouse's own in the contract: claims, guards, sweeps after the commit. */
@Tag("clickhouse")
class ClickHouseContractTest {
    /** More than fit into a statement, or into one of its parameters, as the server limits them. */
    private static final int MANY = 4_500;

    @TempDir
    static Path directory;

    private static ClickHouseServer server;

    private final NumberRows rows = new NumberRows();
    private String table = "";

    @BeforeAll
    static void start() {
        server = ClickHouseServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void name(TestInfo test) {
        table = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void countMemory() {
        rows.close();
    }

    private Opened open() {
        return NumberRows.open(server.uri("default"), table);
    }

    private String summary() {
        return server.text("SELECT concat(toString(count()), ' ', toString(sum(block_num))) FROM " + table);
    }

    @Test
    void commits_rows_and_state() {
        try (Opened opened = open()) {
            LoadSession session = opened.session();
            try (Unit unit = session.begin()) {
                rows.write(unit, FIRST);
                rows.write(unit, SECOND);
                unit.commit(change(List.of(), FIRST, SECOND));
            }
            assertThat(session.recover().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(FIRST, SECOND);
        }
        assertThat(summary()).isEqualTo("20 190");
        try (Opened opened = open()) {
            LoadSession session = opened.session();
            assertThat(session.opened().header().epoch()).isEqualTo(2);
            assertThat(session.opened().header().seq()).isEqualTo(1);
            assertThat(session.opened().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(FIRST, SECOND);
        }
    }

    @Test
    void a_reorg_replaces_only_what_is_void() {
        try (Opened opened = open()) {
            LoadSession session = opened.session();
            List<StreamRecord> committed;
            try (Unit unit = session.begin()) {
                rows.write(unit, FIRST);
                rows.write(unit, SECOND);
                committed = unit.commit(change(List.of(), FIRST, SECOND));
            }
            List<StreamRecord> voided = committed.subList(1, 2);
            try (Unit unit = session.begin()) {
                unit.delete(voided);
                rows.write(unit, OTHER_SECOND);
                unit.commit(change(voided, OTHER_SECOND));
            }
            assertThat(session.recover().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(FIRST, OTHER_SECOND);
        }
        assertThat(summary()).isEqualTo("20 190");
        assertThat(server.text("SELECT uniqExact(_amp_batch_id) FROM " + table)).isEqualTo("2");
    }

    @Test
    void a_unit_may_remove_and_add_the_same_id() {
        try (Opened opened = open()) {
            LoadSession session = opened.session();
            List<StreamRecord> committed;
            try (Unit unit = session.begin()) {
                rows.write(unit, FIRST);
                committed = unit.commit(change(List.of(), FIRST));
            }
            try (Unit unit = session.begin()) {
                unit.delete(committed);
                rows.write(unit, FIRST);
                unit.commit(change(committed, FIRST));
            }
        }
        assertThat(summary()).isEqualTo("10 45");
    }

    @Test
    void thousands_of_records_are_kept_and_voided_at_once() {
        BlockRange[] ranges = IntStream.range(0, MANY)
                .mapToObj(i -> new BlockRange("devnet", i, i, "0x" + i, i == 0 ? null : "0x" + (i - 1)))
                .toArray(BlockRange[]::new);
        List<StreamRecord> committed;
        try (Opened opened = open()) {
            committed = rows.commit(opened.session(), List.of(), ranges);
        }
        assertThat(summary()).isEqualTo(MANY + " " + MANY * (MANY - 1L) / 2);
        try (Opened opened = open()) {
            assertThat(opened.session().opened().records()).hasSize(MANY);
            rows.commit(opened.session(), committed.subList(10, MANY), SECOND);
            assertThat(opened.session().recover().records()).hasSize(11);
        }
        assertThat(summary()).isEqualTo("20 190");
    }

    @Test
    void what_was_not_committed_is_cleaned_up() {
        try (Opened opened = open()) {
            LoadSession session = opened.session();
            try (Unit unit = session.begin()) {
                rows.write(unit, FIRST);
            }
            assertThat(session.recover().records()).isEmpty();
        }
        assertThat(summary()).isEqualTo("0 0");
    }

    @Test
    void an_older_job_is_fenced_and_what_it_wrote_is_gone() {
        try (Opened older = open()) {
            LoadSession old = older.session();
            Unit zombie = old.begin();
            rows.write(zombie, FIRST);
            try (Opened newer = open();
                    Unit unit = newer.session().begin()) {
                rows.write(unit, SECOND);
                unit.commit(change(List.of(), SECOND));
                assertThatThrownBy(() -> zombie.commit(change(List.of(), FIRST)))
                        .isInstanceOfSatisfying(
                                AmpException.class,
                                e -> assertThat(e.code()).isIn(LoadError.FENCED, LoadError.DESTINATION_UNAVAILABLE));
            }
            zombie.close();
            assertThatThrownBy(old::recover)
                    .isInstanceOfSatisfying(
                            AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.FENCED));
            assertThatThrownBy(old::begin)
                    .isInstanceOfSatisfying(
                            AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.FENCED));
        }
        assertThat(summary()).isEqualTo("10 145");
    }

    @Test
    void rows_survive_a_kill_of_the_server_and_an_open_unit_does_not() {
        try (Opened opened = open()) {
            LoadSession session = opened.session();
            try (Unit unit = session.begin()) {
                rows.write(unit, FIRST);
                unit.commit(change(List.of(), FIRST));
            }
            Unit open = session.begin();
            rows.write(open, SECOND);
            server.kill();
            server.start();
            open.close();
            assertThat(session.recover().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(FIRST);
            try (Unit unit = session.begin()) {
                rows.write(unit, SECOND);
                unit.commit(change(List.of(), SECOND));
            }
        }
        assertThat(summary()).isEqualTo("20 190");
    }
}
