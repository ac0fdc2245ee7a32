package io.amp4j.redis;

import static io.amp4j.redis.Rows.range;
import static io.amp4j.redis.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.testkit.CutProxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection is lost around an {@code EXEC}: whether it happens, and when, is the network's whim. */
class UnknownOutcomeTest extends RedisFixture {
    private static final BlockRange A0 = range("a", 0, 9);
    private static final BlockRange A1 = range("a", 10, 19);
    private static final BlockRange B1 = range("b", 10, 19);

    private static final String EXEC = "$4\r\nEXEC\r\n";

    private CutProxy proxy;

    @BeforeEach
    void standBetween() throws Exception {
        proxy = new CutProxy(TestRedis.port(), EXEC);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private LoadSession through(String settings) {
        String uri = "redis://127.0.0.1:" + proxy.port() + "/" + database + "?" + settings;
        return closing(closing(Destinations.open(uri, Map.of())).open(Rows.request("t", LoadMode.STREAM)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "structure=stream", "structure=set"})
    void a_transaction_whose_answer_was_lost_is_found_to_have_happened(String settings) {
        LoadSession session = through(settings);
        Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
        proxy.nextCommit(CutProxy.Fate.ANSWER_LOST);
        failure(() -> Rows.commit(session, allocator, List.of(), A1, row("y", 1L)), LoadError.DESTINATION_UNAVAILABLE);
        assertThat(session.recover().records()).extracting(StreamRecord::range).containsExactly(A0, A1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "structure=stream", "structure=set"})
    void a_transaction_that_arrives_after_recovery_is_not_executed(String settings) {
        LoadSession session = through(settings);
        Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
        proxy.nextCommit(CutProxy.Fate.HELD_BACK);
        failure(() -> Rows.commit(session, allocator, List.of(), A1, row("y", 1L)), LoadError.DESTINATION_UNAVAILABLE);
        StreamState recovered = session.recover();
        assertThat(recovered.records()).extracting(StreamRecord::range).containsExactly(A0);
        List<String> before = contents();
        deliverLate();
        assertThat(contents()).isEqualTo(before);
        assertThat(session.recover().records()).isEqualTo(recovered.records());
        Rows.commit(session, allocator, List.of(), B1, row("z", 1L));
        assertThat(session.recover().records()).extracting(StreamRecord::range).containsExactly(A0, B1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "max-unit-bytes=1"})
    void a_zombies_transaction_that_arrives_after_the_newcomers_is_not_executed(String settings) {
        LoadSession zombie = through(settings);
        Rows.commit(zombie, allocator, List.of(), A0, row("x", 1L));
        proxy.nextCommit(CutProxy.Fate.HELD_BACK);
        failure(() -> Rows.commit(zombie, allocator, List.of(), A1, row("y", 1L)), LoadError.DESTINATION_UNAVAILABLE);
        LoadSession newcomer = stream(settings);
        Rows.commit(newcomer, allocator, List.of(), A1, row("z", 1L));
        List<String> before = contents();
        deliverLate();
        assertThat(contents()).isEqualTo(before);
        failure(zombie::recover, LoadError.FENCED);
        failure(zombie::begin, LoadError.FENCED);
        assertThat(newcomer.recover().records()).extracting(StreamRecord::range).containsExactly(A0, A1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "max-unit-bytes=1"})
    void a_reorg_whose_answer_was_lost_is_done_or_not_done(String settings) {
        for (CutProxy.Fate fate : List.of(CutProxy.Fate.ANSWER_LOST, CutProxy.Fate.HELD_BACK)) {
            LoadSession session = through(settings);
            Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
            List<StreamRecord> a1 = Rows.commit(session, allocator, List.of(), A1, row("y", 1L));
            proxy.nextCommit(fate);
            failure(() -> Rows.commit(session, allocator, a1, B1, row("z", 1L)), LoadError.DESTINATION_UNAVAILABLE);
            List<BlockRange> ranges = session.recover().records().stream()
                    .map(StreamRecord::range)
                    .toList();
            assertThat(redis.keys("t:*")).hasSize(2);
            assertThat(redis.keys("amp:*staged*")).isEmpty();
            assertThat(List.of(List.of(A0, A1), List.of(A0, B1))).contains(ranges);
            session.close();
            redis.flushDB();
        }
    }

    /** Delivers what was held, and waits until the server has dealt with it: it counts each EXEC, whatever that does. */
    private void deliverLate() {
        long before = executed();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        proxy.deliverHeld();
        while (executed() == before) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    private long executed() {
        String line = redis.info("commandstats")
                .lines()
                .filter(text -> text.startsWith("cmdstat_exec:"))
                .findFirst()
                .orElse("cmdstat_exec:calls=0,");
        return Long.parseLong(line.replaceAll("cmdstat_exec:calls=(\\d+),.*", "$1"));
    }

    private List<String> contents() {
        return redis.keys("*").stream().sorted().toList();
    }
}
