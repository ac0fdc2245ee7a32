package io.amp4j.redis;

import static io.amp4j.redis.Rows.range;
import static io.amp4j.redis.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.Unit;
import io.amp4j.redis.internal.resp.ReplyError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;

/** Redis's refusals, taken as what they are. */
class FailuresTest {
    private static final BlockRange A0 = range("a", 0, 9);
    private static final BlockRange A1 = range("a", 10, 19);

    @TempDir
    Path directory;

    private final BufferAllocator allocator = new RootAllocator();
    private RedisProcess server;
    private Jedis redis;

    @BeforeEach
    void start() {
        server = new RedisProcess(directory);
        redis = server.connect();
    }

    @AfterEach
    void stop() {
        redis.close();
        server.close();
        allocator.close();
    }

    private String uri(String credentials) {
        return "redis://" + credentials + "127.0.0.1:" + server.port() + "/0?connect-timeout=2s";
    }

    private static AmpException failure(Runnable call, LoadError code, boolean retryable) {
        AmpException failure = RedisFixture.failure(call, code);
        assertThat(failure.retryable()).isEqualTo(retryable);
        return failure;
    }

    @Test
    void no_memory_is_waited_for_and_leaves_nothing() {
        try (Loader loader = Destinations.open(uri(""), Map.of());
                LoadSession session = loader.open(Rows.request("t", LoadMode.STREAM))) {
            Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
            redis.configSet("maxmemory", "1");
            assertThat(failure(
                            () -> Rows.commit(session, allocator, List.of(), A1, row("y", 1L)),
                            LoadError.DESTINATION_EXHAUSTED,
                            true))
                    .hasMessageContaining("OOM");
            redis.configSet("maxmemory", "0");
            assertThat(session.recover().records()).hasSize(1);
            assertThat(redis.keys("t:*")).hasSize(1);
            Rows.commit(session, allocator, List.of(), A1, row("y", 1L));
            assertThat(session.recover().records()).hasSize(2);
        }
    }

    @Test
    void a_master_that_becomes_a_replica_is_waited_for() {
        try (Loader loader = Destinations.open(uri(""), Map.of());
                LoadSession session = loader.open(Rows.request("t", LoadMode.STREAM))) {
            Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
            redis.configSet("replica-serve-stale-data", "yes");
            redis.replicaof("127.0.0.1", 1);
            assertThat(failure(
                            () -> Rows.commit(session, allocator, List.of(), A1, row("y", 1L)),
                            LoadError.DESTINATION_UNAVAILABLE,
                            true))
                    .hasMessageContaining("READONLY");
            failure(session::recover, LoadError.DESTINATION_UNAVAILABLE, true);
            redis.replicaofNoOne();
            assertThat(session.recover().records()).hasSize(1);
            Rows.commit(session, allocator, List.of(), A1, row("y", 1L));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    LOADING Redis is loading the dataset in memory; DESTINATION_UNAVAILABLE
                    MOVED 3999 127.0.0.1:6381; DESTINATION_UNAVAILABLE
                    CLUSTERDOWN The cluster is down; DESTINATION_UNAVAILABLE
                    NOSCRIPT No matching script; DESTINATION_UNAVAILABLE
                    MISCONF Redis is configured to save RDB snapshots; DESTINATION_EXHAUSTED
                    WRONGTYPE Operation against a key; SCHEMA_MISMATCH
                    ERR whatever it says of LOADING; DESTINATION_FAILED
                    """)
    void an_error_is_what_its_first_word_says(String line, LoadError code) {
        AmpException error = RedisErrors.answered("here", new ReplyError(line));
        assertThat(error.code()).isEqualTo(code);
        assertThat(error).hasMessageContaining(line);
    }

    @Test
    void nobody_and_a_wrong_password_are_refused_for_good() {
        redis.aclSetUser("loader", "on", ">correct horse", "~*", "+@all");
        redis.configSet("requirepass", "battery");
        AmpException wrong = failure(() -> states(uri("loader:wrong@")), LoadError.DESTINATION_UNAUTHENTICATED, false);
        assertThat(wrong).hasMessageContaining("WRONGPASS").hasMessageEndingWith("disabled. Check user and password");
        assertThat(wrong.toString()).doesNotContain("wrong@");
        failure(() -> states(uri("")), LoadError.DESTINATION_UNAUTHENTICATED, false);
        states(uri("loader:correct%20horse@"));
        states(uri(":battery@"));
        states(uri("") + "&password=battery");
    }

    private static void states(String uri) {
        try (Loader loader = Destinations.open(uri, Map.of())) {
            assertThat(loader.states(Optional.empty())).isEmpty();
        }
    }

    @Test
    void a_user_with_the_rights_that_the_documentation_names_can_load() {
        redis.aclSetUser(
                "loader",
                "on",
                ">secret",
                "~amp:*",
                "~t:*",
                "+@read",
                "+@write",
                "+@transaction",
                "+@scripting",
                "+@connection",
                "+info",
                "+command|info");
        try (Loader loader = Destinations.open(uri("loader:secret@"), Map.of());
                LoadSession session = loader.open(Rows.request("t", LoadMode.STREAM))) {
            List<StreamRecord> a0 = Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
            Rows.commit(session, allocator, a0, range("b", 0, 9), row("y", 1L));
            assertThat(session.recover().records()).hasSize(1);
        }
        // Beside the rows an opening touches nothing but amp:*, so the first row of another table is what is refused.
        try (Loader loader = Destinations.open(uri("loader:secret@"), Map.of());
                LoadSession session = loader.open(Rows.request("other", LoadMode.STREAM))) {
            AmpException refused = failure(
                    () -> Rows.commit(session, allocator, List.of(), A0, row("x", 1L)),
                    LoadError.DESTINATION_FAILED,
                    false);
            assertThat(refused).hasMessageContaining("NOPERM");
        }
    }

    @Test
    void a_missing_module_is_named() {
        assumeTrue(System.getProperty("amp4j.redis.module", "").isEmpty());
        try (Loader loader = Destinations.open(uri("") + "&structure=json", Map.of())) {
            AmpException refused =
                    failure(() -> loader.open(Rows.request("t", LoadMode.STREAM)), LoadError.UNSUPPORTED, false);
            assertThat(refused).hasMessageContaining("RedisJSON").hasMessageContaining("structure=string");
            assertThat(redis.keys("*")).isEmpty();
        }
    }

    @Test
    void nobody_there_is_waited_for() {
        server.kill();
        failure(() -> states(uri("")), LoadError.DESTINATION_UNAVAILABLE, true);
    }

    @Test
    void of_several_hosts_the_first_that_takes_writes_is_used() {
        String uri = "redis://127.0.0.1:1,127.0.0.1:" + server.port() + "/0";
        states(uri);
    }

    @Test
    void a_transaction_that_was_done_in_part_stops_the_stream_for_good() {
        try (Loader loader = Destinations.open(uri("") + "&structure=list", Map.of());
                LoadSession session = loader.open(Rows.request("t", LoadMode.STREAM))) {
            Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
            redis.del("t");
            try (Unit unit = session.begin()) {
                Rows.write(unit, allocator, A1, row("y", 1L));
                redis.set("t", "a string");
                failure(() -> unit.commit(Rows.changing(List.of(), A1)), LoadError.STATE_UNREADABLE, false);
            }
        }
        redis.del("t");
        try (Loader loader = Destinations.open(uri("") + "&structure=list", Map.of())) {
            failure(() -> loader.open(Rows.request("t", LoadMode.STREAM)), LoadError.STATE_UNREADABLE, false);
            LoadSession session = loader.open(Rows.request("t", LoadMode.STREAM, Rows.SCHEMA, ResumePolicy.START_OVER));
            Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
            session.close();
            loader.open(Rows.request("t", LoadMode.STREAM)).close();
        }
        assertThat(redis.llen("t")).isEqualTo(1);
    }

    @Test
    void commits_that_a_server_has_lost_are_found_out_by_the_next_one() {
        try (Loader loader = Destinations.open(uri(""), Map.of());
                LoadSession session = loader.open(Rows.request("t", LoadMode.STREAM))) {
            String state = redis.keys("amp:{t}:stream:*").iterator().next();
            Map<String, String> before = redis.hgetAll(state);
            Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
            redis.flushAll();
            redis.hset(state, before);

            failure(session::begin, LoadError.DESTINATION_UNAVAILABLE, true);
            assertThat(session.recover().records()).isEmpty();
            Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
            assertThat(session.recover().records()).hasSize(1);
        }
    }

    @Test
    void a_state_that_vanishes_while_a_load_runs_stops_it() {
        try (Loader loader = Destinations.open(uri(""), Map.of());
                LoadSession session = loader.open(Rows.request("t", LoadMode.STREAM))) {
            Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
            try (Unit unit = session.begin()) {
                Rows.write(unit, allocator, A1, row("y", 1L));
                redis.flushAll();
                failure(() -> unit.commit(Rows.changing(List.of(), A1)), LoadError.STATE_LOST, false);
            }
            assertThat(redis.keys("*")).isEmpty();
        }
    }
}
