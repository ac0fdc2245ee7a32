package io.amp4j.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Unit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReorgTest extends LoaderTest {
    private static final String INDEXES =
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'blocks' AND indexdef LIKE '%_amp_batch_id%'";

    private static List<StreamRecord> fill(LoadSession session, LoaderTest test, int units) {
        List<StreamRecord> records = new ArrayList<>();
        for (int i = 0; i < units; i++) {
            BlockRange range = Blocks.range("a", i * 10L, i * 10L + 9);
            try (Unit unit = session.begin()) {
                Blocks.write(unit, test.allocator, range);
                records.addAll(unit.commit(Blocks.adding(range)));
            }
        }
        return records;
    }

    private static void reorg(LoadSession session, LoaderTest test, StreamRecord voided, String fork) {
        BlockRange range =
                Blocks.range(fork, voided.range().start(), voided.range().end());
        try (Unit unit = session.begin()) {
            unit.delete(List.of(voided));
            Blocks.write(unit, test.allocator, range);
            unit.commit(Blocks.changing(List.of(voided), range));
        }
    }

    @Test
    void rows_are_deleted_by_index_even_without_statistics() throws Exception {
        LoadSession session = closing(loader("").open(Blocks.request("blocks")));
        List<StreamRecord> records = fill(session, this, 20);
        try (Connection connection = TestServer.connect(database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOAD 'auto_explain'");
            statement.execute("SET enable_seqscan = off");
            BatchId last = BatchId.of(records.get(19).range());
            try (ResultSet plan = statement.executeQuery(
                    "EXPLAIN DELETE FROM blocks WHERE \"_amp_batch_id\" = ANY (ARRAY['" + last + "'])")) {
                StringBuilder text = new StringBuilder();
                while (plan.next()) {
                    text.append(plan.getString(1)).append('\n');
                }
                assertThat(text.toString())
                        .contains("Index")
                        .contains("_amp_batch_id")
                        .doesNotContain("Seq Scan");
            }
        }
        reorg(session, this, records.get(19), "b");
        assertThat(query("SELECT count(*) FROM blocks WHERE fork = '0xb199'")).containsExactly("10");
        assertThat(query("SELECT count(*) FROM blocks")).containsExactly("200");
    }

    @Test
    void a_deferred_index_is_made_when_a_reorg_needs_it() throws Exception {
        LoadSession session = closing(loader("?defer-indexes=true").open(Blocks.request("blocks")));
        List<StreamRecord> records = fill(session, this, 3);
        assertThat(query(INDEXES)).isEmpty();
        reorg(session, this, records.get(2), "b");
        assertThat(query(INDEXES)).hasSize(1);
        reorg(session, this, records.get(1), "b");
        assertThat(query("SELECT count(*) FROM blocks")).containsExactly("30");
    }

    @Test
    void a_deferred_index_is_made_when_the_load_ends_and_a_broken_one_is_replaced() throws Exception {
        LoadSession session = closing(loader("?defer-indexes=true").open(Blocks.request("blocks")));
        fill(session, this, 1);
        execute(
                "CREATE INDEX broken ON blocks (_amp_batch_id)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken'::regclass");
        session.close();
        assertThat(query(INDEXES)).hasSize(1).noneMatch(index -> index.contains("broken"));
    }

    @Test
    void an_opening_without_deferring_makes_the_index_that_is_missing() throws Exception {
        execute("CREATE TABLE blocks (block_num numeric, fork text, _amp_batch_id text)");
        closing(loader("").open(Blocks.request("blocks"))).close();
        closing(loader("").open(Blocks.request("blocks"))).close();
        assertThat(query(INDEXES)).hasSize(1);
    }

    @Test
    void history_keeps_what_reorgs_void_and_a_view_shows_what_is_current() throws Exception {
        LoadSession session = closing(loader("?preserve-reorg-history=true").open(Blocks.request("blocks")));
        List<StreamRecord> records = fill(session, this, 2);
        StreamRecord first = records.get(1);
        reorg(session, this, first, "b");
        BlockRange fork = Blocks.range("b", 10, 19);
        assertThat(query("SELECT count(*) FROM blocks")).containsExactly("30");
        assertThat(
                        query(
                                "SELECT DISTINCT fork || _amp_is_current || coalesce(_amp_reorg_batch_id, '-') FROM blocks ORDER BY 1"))
                .containsExactly("0xa19false" + BatchId.of(fork), "0xa9true-", "0xb19true-");
        assertThat(query("SELECT DISTINCT fork FROM blocks_current ORDER BY 1")).containsExactly("0xa9", "0xb19");

        StreamRecord forked = session.recover().records().get(1);
        reorg(session, this, forked, "a");
        assertThat(query("SELECT count(*) FROM blocks_current WHERE fork = '0xa19'"))
                .containsExactly("10");
        assertThat(query("SELECT count(*) FROM blocks")).containsExactly("40");
        StreamRecord again = session.recover().records().get(1);
        try (Unit unit = session.begin()) {
            unit.delete(List.of(again));
            unit.commit(Blocks.changing(List.of(again)));
        }
        assertThat(query("SELECT DISTINCT fork FROM blocks_current")).containsExactly("0xa9");
    }

    @Test
    void history_is_added_to_an_existing_table_and_its_view_follows_new_columns() throws Exception {
        execute("CREATE TABLE blocks (block_num numeric, _amp_batch_id text)", "INSERT INTO blocks VALUES (0, NULL)");
        closing(loader("?preserve-reorg-history=true")
                .open(Blocks.request("blocks", LoadMode.STREAM, TablePolicy.ADD_MISSING_COLUMNS)));
        execute("ALTER TABLE blocks ADD COLUMN later text DEFAULT 'x'");
        closing(loader("?preserve-reorg-history=true&takeover-timeout=100ms").open(Blocks.request("blocks")));
        assertThat(query("SELECT block_num || later FROM blocks_current")).containsExactly("0x");
    }

    @Test
    void starting_over_deletes_the_streams_rows_with_the_opening() throws Exception {
        LoadSession session = closing(loader("").open(Blocks.request("blocks")));
        fill(session, this, 2);
        execute("INSERT INTO blocks (block_num) VALUES (1)");
        LoadSession again = closing(loader("").open(Blocks.startingOver(Blocks.request("blocks"))));
        assertThat(again.opened().records()).isEmpty();
        assertThat(query("SELECT count(*) FROM blocks")).containsExactly("1");
    }
}
