package io.amp4j.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.Unit;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class FailuresTest extends LoaderTest {
    private static final BlockRange RANGE = Blocks.range("a", 0, 1);

    private Throwable load(LoadSession session) {
        return catchThrowable(() -> {
            try (Unit unit = session.begin()) {
                Blocks.write(unit, allocator, RANGE);
                unit.commit(Blocks.adding(RANGE));
            }
        });
    }

    private static void assertRetryable(Throwable failure, LoadError code) {
        assertCode(failure, code);
        assertThat(((AmpException) failure).retryable()).isTrue();
    }

    @Test
    void an_unknown_database_is_the_users_mistake() {
        try (Loader loader = Destinations.open(TestServer.uri("no_such_database"), Map.of())) {
            Throwable failure = catchThrowable(() -> loader.states(Optional.empty()));
            assertCode(failure, LoadError.CONFIG_INVALID);
            assertThat(failure).hasMessageContaining("no_such_database");
        }
    }

    @Test
    void a_server_that_is_not_there_is_tried_again() {
        try (Loader loader = Destinations.open("postgresql://postgres@127.0.0.1:1/db?connect-timeout=1s", Map.of())) {
            assertRetryable(catchThrowable(() -> loader.states(Optional.empty())), LoadError.DESTINATION_UNAVAILABLE);
        }
    }

    @Test
    void a_host_that_is_down_is_passed_over_for_the_next() {
        String uri = "postgresql://postgres@127.0.0.1:1,127.0.0.1:" + TestServer.port() + "/" + database
                + "?connect-timeout=2s";
        Loader loader = closing(Destinations.open(uri, Map.of()));
        assertThat(load(closing(loader.open(Blocks.request("t"))))).isNull();
    }

    @Test
    void a_server_that_became_read_only_is_tried_again() throws Exception {
        LoadSession session = closing(loader("").open(Blocks.request("t")));
        execute("ALTER DATABASE " + database + " SET default_transaction_read_only = on");
        assertRetryable(load(session), LoadError.DESTINATION_UNAVAILABLE);
    }

    @Test
    void a_lock_that_is_not_given_in_time_is_tried_again() throws Exception {
        LoadSession session = closing(loader("?lock-timeout=100ms").open(Blocks.request("t")));
        try (Connection other = TestServer.connect(database);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
            assertRetryable(load(session), LoadError.DESTINATION_UNAVAILABLE);
        }
        assertThat(session.recover().records()).isEmpty();
        assertThat(load(session)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"statement_timeout", "idle_in_transaction_session_timeout", "transaction_timeout"})
    void limits_that_a_server_sets_for_its_users_do_not_end_a_unit_that_takes_longer(String limit) throws Exception {
        execute("ALTER DATABASE " + database + " SET " + limit + " = '100ms'");
        LoadSession session = closing(loader("").open(Blocks.request("t")));
        try (Unit unit = session.begin()) {
            TestServer.query("postgres", "SELECT pg_sleep(0.2)");
            Blocks.write(unit, allocator, RANGE);
            TestServer.query("postgres", "SELECT pg_sleep(0.2)");
            unit.commit(Blocks.adding(RANGE));
        }
        TestServer.execute("postgres", "ALTER DATABASE " + database + " RESET ALL");
        assertThat(query("SELECT count(*) FROM t")).containsExactly("2");
    }

    @Test
    void a_pool_without_a_free_connection_is_tried_again() {
        LoadSession session = closing(loader("?pool-size=1&connect-timeout=1s").open(Blocks.request("t")));
        try (Unit unit = session.begin()) {
            assertThat(unit).isNotNull();
            assertRetryable(catchThrowable(session::begin), LoadError.DESTINATION_EXHAUSTED);
        }
        assertThat(load(session)).isNull();
    }

    @Test
    void too_many_connections_are_tried_again() throws Exception {
        execute("DROP ROLE IF EXISTS limited", "CREATE ROLE limited LOGIN CONNECTION LIMIT 0");
        String uri = "postgresql://limited@127.0.0.1:" + TestServer.port() + "/" + database;
        try (Loader loader = Destinations.open(uri, Map.of())) {
            assertRetryable(catchThrowable(() -> loader.states(Optional.empty())), LoadError.DESTINATION_EXHAUSTED);
        }
    }

    @Test
    void a_value_that_the_table_refuses_ends_the_load_and_names_the_column() throws Exception {
        execute("CREATE TABLE t (block_num numeric, fork text CHECK (fork <> '0xa1'), _amp_batch_id text)");
        Throwable failure = load(closing(loader("").open(Blocks.request("t"))));
        assertCode(failure, LoadError.VALUE_REFUSED);
        assertThat(failure).hasMessageContaining("t_fork_check");
    }

    @Test
    void a_table_that_was_dropped_with_its_rows_is_not_taken_for_loaded() throws Exception {
        assertThat(load(closing(loader("").open(Blocks.request("t"))))).isNull();
        execute("DROP TABLE t");
        Throwable failure = catchThrowable(() -> loader("").open(Blocks.request("t")));
        assertCode(failure, LoadError.TABLE_MISSING);
        assertThat(failure).hasMessageContaining("--no-resume");

        LoadSession anew = closing(loader("").open(Blocks.startingOver(Blocks.request("t"))));
        assertThat(anew.opened().records()).isEmpty();
        assertThat(load(anew)).isNull();
        assertThat(query("SELECT count(*) FROM t")).containsExactly("2");
    }

    @Test
    void commits_that_a_server_has_lost_are_found_out_by_the_next_one() throws Exception {
        LoadSession session = closing(loader("").open(Blocks.request("t")));
        assertThat(load(session)).isNull();
        execute("DELETE FROM t", "DELETE FROM amp_stream_state", "UPDATE amp_stream SET seq = seq - 1");

        BlockRange next = Blocks.range("a", 2, 3);
        try (Unit unit = session.begin()) {
            Blocks.write(unit, allocator, next);
            assertRetryable(catchThrowable(() -> unit.commit(Blocks.adding(next))), LoadError.DESTINATION_UNAVAILABLE);
        }
        assertThat(session.recover().records()).isEmpty();
        assertThat(load(session)).isNull();
        assertThat(query("SELECT count(*) FROM t")).containsExactly("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE t ALTER COLUMN height TYPE double precision",
                "ALTER TABLE t RENAME TO gone; CREATE TABLE t (LIKE gone)"
            })
    void a_table_that_is_changed_under_a_load_takes_no_rows_in_its_old_shape(String change) throws Exception {
        Schema schema = new Schema(List.of(Field.nullable("height", new ArrowType.Int(64, true))));
        LoadSession session = closing(loader("")
                .open(Blocks.request("t", LoadMode.STREAM, TablePolicy.CREATE_IF_MISSING, schema, List.of())));
        execute(change.split("; "));
        try (Unit unit = session.begin();
                VectorSchemaRoot rows = VectorSchemaRoot.create(schema, allocator)) {
            ((BigIntVector) rows.getVector(0)).setSafe(0, 42);
            rows.setRowCount(1);
            unit.write(BatchId.of(RANGE), RANGE, rows);
            assertCode(catchThrowable(() -> unit.commit(Blocks.adding(RANGE))), LoadError.SCHEMA_MISMATCH);
        }
        assertThat(query("SELECT count(*) FROM t")).containsExactly("0");
    }

    @Test
    void a_table_that_vanished_is_named() throws Exception {
        LoadSession session = closing(loader("").open(Blocks.request("t")));
        execute("DROP TABLE t");
        assertCode(load(session), LoadError.TABLE_MISSING);
    }

    @Test
    void a_role_that_may_not_write_is_told_so() throws Exception {
        execute("DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN");
        String uri = "postgresql://reader@127.0.0.1:" + TestServer.port() + "/" + database;
        try (Loader loader = Destinations.open(uri, Map.of())) {
            Throwable failure = catchThrowable(() -> loader.open(Blocks.request("t")));
            assertCode(failure, LoadError.DESTINATION_FAILED);
            assertThat(failure).hasMessageContaining("permission denied");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "53100, AMP-DESTINATION-EXHAUSTED, true",
        "53200, AMP-DESTINATION-EXHAUSTED, true",
        "53300, AMP-DESTINATION-EXHAUSTED, true",
        "58030, AMP-DESTINATION-EXHAUSTED, true",
        "57P01, AMP-DESTINATION-UNAVAILABLE, true",
        "57P02, AMP-DESTINATION-UNAVAILABLE, true",
        "57P03, AMP-DESTINATION-UNAVAILABLE, true",
        "57014, AMP-DESTINATION-UNAVAILABLE, true",
        "55P03, AMP-DESTINATION-UNAVAILABLE, true",
        "40001, AMP-DESTINATION-UNAVAILABLE, true",
        "40P01, AMP-DESTINATION-UNAVAILABLE, true",
        "25006, AMP-DESTINATION-UNAVAILABLE, true",
        "25P03, AMP-DESTINATION-UNAVAILABLE, true",
        "08006, AMP-DESTINATION-UNAVAILABLE, true",
        "28P01, AMP-DESTINATION-AUTH, false",
        "3D000, AMP-CONFIG-INVALID, false",
        "42P01, AMP-TABLE-MISSING, false",
        "42703, AMP-SCHEMA-MISMATCH, false",
        "22021, AMP-VALUE-REFUSED, false",
        "23505, AMP-VALUE-REFUSED, false",
        "42501, AMP-DESTINATION-FAILED, false",
        "XX001, AMP-DESTINATION-FAILED, false",
    })
    void a_state_of_the_server_has_its_code(String state, String code, boolean isRetryable) {
        SQLException failure = new PSQLException(new ServerErrorMessage("SERROR\0C" + state + "\0Mwords\0"));
        AmpException translated = new SqlErrors("postgresql://host/db").translate(failure);
        assertThat(translated.code().id()).isEqualTo(code);
        assertThat(translated.retryable()).isEqualTo(isRetryable);
        assertThat(translated).hasMessageContaining(state).hasMessageContaining("words");
    }

    @Test
    void what_a_failed_unit_wrote_is_gone() throws Exception {
        LoadSession session = closing(loader("").open(Blocks.request("t")));
        try (Unit unit = session.begin()) {
            Blocks.write(unit, allocator, RANGE);
        }
        assertThat(session.recover().records()).isEmpty();
        assertThat(query("SELECT count(*) FROM t")).isEqualTo(List.of("0"));
    }
}
