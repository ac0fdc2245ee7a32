package io.amp4j.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import java.time.Instant;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class TablesTest extends LoaderTest {
    private static final BlockRange RANGE = Blocks.range("a", 7, 8);

    private void load(String parameters, LoadRequest request) {
        LoadSession session = closing(loader(parameters).open(request));
        try (Unit unit = session.begin()) {
            Blocks.write(unit, allocator, RANGE);
            unit.commit(Blocks.adding(RANGE));
        }
    }

    private LoadError refusal(LoadRequest request) {
        Throwable failure = catchThrowable(() -> loader("").open(request));
        assertThat(failure).isInstanceOf(io.amp4j.client.AmpException.class);
        return (LoadError) ((io.amp4j.client.AmpException) failure).code();
    }

    @Test
    void an_existing_table_may_have_more_columns_in_another_order_defaults_and_generated_ones() throws Exception {
        execute(
                "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, fork text NOT NULL, seen timestamptz NOT NULL"
                        + " DEFAULT now(), _amp_batch_id text, note varchar(9), block_num bigint, twice bigint GENERATED ALWAYS AS"
                        + " (block_num * 2) STORED)");
        load("", Blocks.request("t", LoadMode.STREAM, TablePolicy.USE_EXISTING));
        assertThat(
                        query(
                                "SELECT id || ' ' || fork || ' ' || block_num || ' ' || twice || ' ' || (seen <= now()) FROM t ORDER BY id"))
                .containsExactly("1 0xa8 7 14 true", "2 0xa8 8 16 true");
    }

    @Test
    void a_table_that_lacks_a_column_is_refused_or_extended() throws Exception {
        execute("CREATE TABLE t (block_num numeric)");
        assertThat(refusal(Blocks.request("t"))).isEqualTo(LoadError.SCHEMA_MISMATCH);
        assertThat(query("SELECT to_regclass('amp_stream')"))
                .as("nothing was written")
                .containsExactly("null");
        load("", Blocks.request("t", LoadMode.STREAM, TablePolicy.ADD_MISSING_COLUMNS));
        assertThat(query("SELECT block_num || fork FROM t ORDER BY 1")).containsExactly("70xa8", "80xa8");
    }

    @Test
    void columns_that_can_not_be_filled_or_would_change_values_are_refused() throws Exception {
        execute("CREATE TABLE t (block_num bigint, fork integer, _amp_batch_id text)");
        assertThat(refusal(Blocks.request("t"))).isEqualTo(LoadError.SCHEMA_MISMATCH);
        execute(
                "DROP TABLE t",
                "CREATE TABLE t (block_num bigint, fork text, _amp_batch_id text, must integer NOT NULL)");
        assertThat(refusal(Blocks.request("t"))).isEqualTo(LoadError.SCHEMA_MISMATCH);
        execute(
                "DROP TABLE t",
                "CREATE TABLE t (a bigint, block_num bigint GENERATED ALWAYS AS (a) STORED, fork text, _amp_batch_id text)");
        assertThat(refusal(Blocks.request("t"))).isEqualTo(LoadError.SCHEMA_MISMATCH);
        Schema views = new Schema(List.of(Field.nullable("x".repeat(64), ArrowType.Utf8.INSTANCE)));
        assertThat(refusal(Blocks.request("u", LoadMode.STREAM, TablePolicy.CREATE_IF_MISSING, views, List.of())))
                .isEqualTo(LoadError.UNSUPPORTED);
    }

    @Test
    void domains_and_partitions_are_loaded_like_other_tables() throws Exception {
        execute(
                "CREATE DOMAIN height AS numeric(20,0) CHECK (VALUE < 8)",
                "CREATE TABLE t (block_num height, fork text, _amp_batch_id text) PARTITION BY HASH (fork)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES WITH (MODULUS 1, REMAINDER 0)");
        LoadSession session = closing(loader("").open(Blocks.request("t")));
        try (Unit unit = session.begin()) {
            Blocks.write(unit, allocator, RANGE);
            assertCode(catchThrowable(() -> unit.commit(Blocks.adding(RANGE))), LoadError.VALUE_REFUSED);
        }
        BlockRange low = Blocks.range("a", 1, 2);
        try (Unit unit = session.begin()) {
            Blocks.write(unit, allocator, low);
            unit.commit(Blocks.adding(low));
        }
        assertThat(query("SELECT count(*) FROM t1")).containsExactly("2");
    }

    @Test
    void names_are_quoted_and_schemas_named() throws Exception {
        execute("CREATE SCHEMA \"My \"\"Schema\"\"\"", "CREATE SCHEMA other");
        load("", Blocks.request("\"My \"\"Schema\"\"\".\"a'b \"\"; DROP TABLE x\""));
        assertThat(query("SELECT count(*) FROM \"My \"\"Schema\"\"\".\"a'b \"\"; DROP TABLE x\""))
                .containsExactly("2");
        load("?schema=other", Blocks.request("Blocks"));
        assertThat(query("SELECT count(*) FROM other.\"Blocks\"")).containsExactly("2");
        assertThat(query("SELECT stream_id FROM other.amp_stream")).containsExactly("Blocks");
        assertThat(catchThrowable(() -> loader("?schema=none").open(Blocks.request("t"))))
                .satisfies(e -> assertCode(e, LoadError.CONFIG_INVALID));
    }

    @Test
    void an_overwrite_shows_the_old_rows_until_it_is_committed() throws Exception {
        load("", Blocks.request("t", LoadMode.APPEND, TablePolicy.CREATE_IF_MISSING));
        LoadSession session =
                closing(loader("").open(Blocks.request("t", LoadMode.OVERWRITE, TablePolicy.CREATE_IF_MISSING)));
        try (Unit unit = session.begin()) {
            unit.deleteAll();
            BlockRange other = Blocks.range("b", 1, 1);
            Blocks.write(unit, allocator, BatchId.ofLoad("second"), other);
            assertThat(query("SELECT count(*) FROM t WHERE fork = '0xa8'")).containsExactly("2");
            unit.commit(new StateChange(
                    List.of(), List.of(), new LoadRecord("second", BatchId.ofLoad("second"), 1, Instant.now())));
        }
        assertThat(query("SELECT fork FROM t")).containsExactly("0xb1");
    }

    @Test
    void an_upsert_refuses_null_keys_where_the_index_takes_them_for_distinct() throws Exception {
        execute("CREATE TABLE t (block_num numeric, fork text, _amp_batch_id text, UNIQUE (fork, block_num))");
        LoadRequest request = Blocks.request(
                "t", LoadMode.UPSERT, TablePolicy.CREATE_IF_MISSING, Blocks.SCHEMA, List.of("block_num", "fork"));
        LoadSession session = closing(loader("").open(request));
        for (int i = 0; i < 2; i++) {
            String id = "load " + i;
            try (Unit unit = session.begin()) {
                Blocks.write(unit, allocator, BatchId.ofLoad(id), RANGE);
                unit.commit(new StateChange(
                        List.of(), List.of(), new LoadRecord(id, BatchId.ofLoad(id), 2, Instant.now())));
            }
        }
        assertThat(query("SELECT DISTINCT _amp_batch_id FROM t"))
                .containsExactly(BatchId.ofLoad("load 1").value());
        assertThat(query("SELECT count(*) FROM t")).containsExactly("2");
        assertThat(query("SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass AND indisunique"))
                .containsExactly("1");
        try (Unit unit = session.begin()) {
            Blocks.writeNull(unit, allocator, BatchId.ofLoad("nulls"));
            assertCode(
                    catchThrowable(() -> unit.commit(new StateChange(List.of(), List.of(), null))),
                    LoadError.VALUE_REFUSED);
        }
    }

    @Test
    void an_upsert_merges_where_the_users_table_has_no_unique_index() throws Exception {
        execute(
                "CREATE TABLE t (fork text, note text DEFAULT 'new', block_num numeric, _amp_batch_id text)",
                "INSERT INTO t VALUES ('old', 'kept', 7), ('old', 'kept too', 7), ('old', 'alone', 1)");
        LoadRequest request =
                Blocks.request("t", LoadMode.UPSERT, TablePolicy.USE_EXISTING, Blocks.SCHEMA, List.of("block_num"));
        LoadSession session = closing(loader("").open(request));
        try (Unit unit = session.begin()) {
            Blocks.write(unit, allocator, BatchId.ofLoad("merge"), RANGE);
            unit.commit(new StateChange(
                    List.of(), List.of(), new LoadRecord("merge", BatchId.ofLoad("merge"), 2, Instant.now())));
        }
        assertThat(query("SELECT block_num || ' ' || fork || ' ' || note FROM t ORDER BY 1"))
                .containsExactly("1 old alone", "7 0xa8 kept", "7 0xa8 kept too", "8 0xa8 new");
        assertThat(query("SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass"))
                .containsExactly("0");
        try (Unit unit = session.begin()) {
            Blocks.writeNull(unit, allocator, BatchId.ofLoad("nulls"));
            assertCode(
                    catchThrowable(() -> unit.commit(new StateChange(List.of(), List.of(), null))),
                    LoadError.VALUE_REFUSED);
        }
    }
}
