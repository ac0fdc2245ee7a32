package io.amp4j.clickhouse;

import static io.amp4j.clickhouse.NumberRows.FIRST;
import static io.amp4j.clickhouse.NumberRows.SECOND;
import static io.amp4j.clickhouse.NumberRows.change;
import static io.amp4j.clickhouse.NumberRows.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.clickhouse.NumberRows.Opened;
import io.amp4j.client.AmpException;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Statements that arrive late, and answers that never do. */
@Tag("clickhouse")
class ClickHouseNetworkTest {
    private final ClickHouseServer server = SharedServer.INSTANCE;
    private final NumberRows rows = new NumberRows();
    private StatementProxy proxy;
    private String database = "";

    @BeforeEach
    void create(TestInfo test) throws Exception {
        database = "network_" + test.getTestMethod().orElseThrow().getName();
        server.query("CREATE DATABASE " + database);
        proxy = StatementProxy.to(server);
    }

    @AfterEach
    void drop() {
        proxy.close();
        server.query("DROP DATABASE " + database + " SYNC");
        rows.close();
    }

    private Opened throughProxy() {
        return NumberRows.open("clickhouse://default@127.0.0.1:" + proxy.port() + "/" + database, "t");
    }

    private Opened direct() {
        return NumberRows.open(server.uri(database), "t");
    }

    private String count() {
        return server.text("SELECT count() FROM " + database + ".t");
    }

    @Test
    void an_insert_of_a_fenced_job_that_arrives_late_leaves_nothing() throws Exception {
        try (Opened old = throughProxy()) {
            proxy.keep("-insert");
            Unit zombie = old.session().begin();
            rows.write(zombie, FIRST);
            CompletableFuture<AmpException> end =
                    CompletableFuture.supplyAsync(() -> failure(() -> zombie.commit(change(List.of(), FIRST))));
            proxy.awaitKept();
            try (Opened newer = direct()) {
                rows.commit(newer.session(), List.of(), FIRST, SECOND);
                proxy.release();
                assertThat(end.get().code()).isEqualTo(LoadError.FENCED);
                assertThat(count()).isEqualTo("20");
            }
            zombie.close();
        }
        assertThat(count()).isEqualTo("20");
    }

    @Test
    void an_insert_of_a_unit_that_was_rolled_back_leaves_nothing_when_it_arrives_late() throws Exception {
        try (Opened opened = throughProxy()) {
            LoadSession session = opened.session();
            rows.commit(session, List.of(), FIRST);
            proxy.keep("-insert");
            Unit unit = session.begin();
            rows.write(unit, SECOND);
            proxy.awaitKept();
            unit.close();
            proxy.release();
            assertThat(count()).isEqualTo("10");
            assertThat(session.recover().records()).hasSize(1);
        }
    }

    @Test
    void a_commit_that_arrives_after_the_recovery_changes_nothing() throws Exception {
        try (Opened opened = throughProxy()) {
            LoadSession session = opened.session();
            proxy.keepAndHangUp("-commit");
            AmpException error = failure(() -> rows.commit(session, List.of(), FIRST));
            assertThat(error.code()).isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
            assertThat(session.recover().records()).isEmpty();
            proxy.release();
            assertThat(session.recover().records()).isEmpty();
            rows.commit(session, List.of(), FIRST);
        }
        assertThat(count()).isEqualTo("10");
        try (Opened again = direct()) {
            assertThat(again.session().opened().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(FIRST);
        }
    }

    @Test
    void a_commit_whose_answer_was_lost_is_found() {
        try (Opened opened = throughProxy()) {
            proxy.loseAnswerOf("-commit");
            AmpException error = failure(() -> rows.commit(opened.session(), List.of(), FIRST));
            assertThat(error.code()).isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
            assertThat(opened.session().recover().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(FIRST);
        }
        assertThat(count()).isEqualTo("10");
    }

    @Test
    void an_insert_whose_answer_was_lost_is_rolled_back() {
        try (Opened opened = throughProxy()) {
            proxy.loseAnswerOf("-insert");
            AmpException error = failure(() -> rows.commit(opened.session(), List.of(), FIRST));
            assertThat(error.code()).isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
            assertThat(opened.session().recover().records()).isEmpty();
            assertThat(count()).isEqualTo("0");
            rows.commit(opened.session(), List.of(), FIRST);
        }
        assertThat(count()).isEqualTo("10");
    }
}
