package io.amp4j.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.amp4j.client.BlockRange;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Unit;
import io.amp4j.loader.testkit.CutProxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnknownOutcomeTest extends LoaderTest {
    private static final BlockRange RANGE = Blocks.range("a", 0, 9);

    private LoadSession session(CutProxy proxy) {
        String uri = "postgresql://postgres@127.0.0.1:" + proxy.port() + "/" + database;
        return closing(closing(Destinations.open(uri, Map.of())).open(Blocks.request("blocks")));
    }

    private Throwable commitFailing(LoadSession session) {
        try (Unit unit = session.begin()) {
            Blocks.write(unit, allocator, RANGE);
            return catchThrowable(() -> unit.commit(Blocks.adding(RANGE)));
        }
    }

    @Test
    void a_commit_whose_answer_was_lost_is_found_committed() throws Exception {
        CutProxy proxy = closing(new CutProxy(TestServer.port(), "COMMIT"));
        LoadSession session = session(proxy);
        proxy.nextCommit(CutProxy.Fate.ANSWER_LOST);
        assertCode(commitFailing(session), LoadError.DESTINATION_UNAVAILABLE);
        assertThat(session.recover().records()).hasSize(1);
        assertThat(query("SELECT count(*) FROM blocks")).containsExactly("10");
    }

    @Test
    void a_commit_that_never_arrived_is_found_missing_and_can_not_happen_later() throws Exception {
        CutProxy proxy = closing(new CutProxy(TestServer.port(), "COMMIT"));
        LoadSession session = session(proxy);
        proxy.nextCommit(CutProxy.Fate.HELD_BACK);
        assertCode(commitFailing(session), LoadError.DESTINATION_UNAVAILABLE);

        assertThat(session.recover().records()).isEmpty();
        proxy.deliverHeld();
        try (Unit unit = session.begin()) {
            Blocks.write(unit, allocator, RANGE);
            unit.commit(Blocks.adding(RANGE));
        }
        assertThat(session.recover().records()).hasSize(1);
        assertThat(query("SELECT count(*) FROM blocks")).containsExactly("10");
        assertThat(query("SELECT seq FROM amp_stream")).containsExactly("1");
    }

    @Test
    void a_server_process_that_was_ended_fails_the_unit_for_a_while() throws Exception {
        LoadSession session = closing(loader("").open(Blocks.request("blocks")));
        try (Unit unit = session.begin()) {
            Blocks.write(unit, allocator, RANGE);
            query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'amp4j'");
            assertCode(catchThrowable(() -> unit.commit(Blocks.adding(RANGE))), LoadError.DESTINATION_UNAVAILABLE);
        }
        assertThat(session.recover().records()).isEmpty();
        try (Unit unit = session.begin()) {
            Blocks.write(unit, allocator, RANGE);
            unit.commit(Blocks.adding(RANGE));
        }
        assertThat(query("SELECT count(*) FROM blocks")).containsExactly("10");
    }
}
