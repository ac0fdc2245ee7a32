package io.amp4j.clickhouse;

import static io.amp4j.clickhouse.NumberRows.FIRST;
import static io.amp4j.clickhouse.NumberRows.SECOND;
import static io.amp4j.clickhouse.NumberRows.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.clickhouse.NumberRows.Opened;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
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

/** What the contract does not ask: more records than one statement takes, and a server that is killed under an open unit. */
@Tag("clickhouse")
class ClickHouseServerTest {
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
