package io.amp4j.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpClient;
import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What queries give, and which are refused. */
@Timeout(120)
@Tag("jvm-flag")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlTest {
    private final Devnet devnet =
            Devnet.builder().blocks(50).microbatchBlocks(20).start();
    private final AmpClient client = AmpClient.connect(devnet.url());

    @AfterAll
    void stop() {
        client.close();
        devnet.close();
    }

    @Test
    void aggregates_count_what_the_table_has() throws IOException {
        int logs = rows("SELECT log_index FROM eth_rpc.logs").size();
        assertThat(rows("SELECT count(*), min(block_num), max(block_num) FROM eth_rpc.logs"))
                .containsExactly(List.of(String.valueOf(logs), "0", "49"));
    }

    @Test
    void a_filter_in_the_engine_keeps_the_columns_types() throws IOException {
        String sql = "SELECT l.block_num, l.address, l.topic1 AS sender, timestamp, l.data, lower(hex(l.data)) AS text "
                + "FROM eth_rpc.logs l WHERE octet_length(data) = 32 ORDER BY l.block_num DESC LIMIT 3";
        assertThat(Rows.schema(devnet, sql).getFields().stream().map(Field::getType))
                .containsExactly(
                        new ArrowType.Int(64, false),
                        new ArrowType.FixedSizeBinary(20),
                        new ArrowType.FixedSizeBinary(32),
                        new ArrowType.Timestamp(TimeUnit.NANOSECOND, "+00:00"),
                        ArrowType.Binary.INSTANCE,
                        ArrowType.Utf8.INSTANCE);
        assertThat(rows(sql))
                .hasSize(3)
                .allSatisfy(row -> assertThat("0x" + row.get(5)).isEqualTo(row.get(4)));
    }

    @Test
    void every_column_comes_out_of_the_engine_as_it_went_in() throws IOException {
        for (String table : List.of("blocks", "transactions", "logs")) {
            String plain = "SELECT * FROM eth_rpc." + table;
            String filtered = plain + " WHERE block_num + 1 > 0";
            assertThat(rows(filtered)).as(table).isNotEmpty().isEqualTo(rows(plain));
            assertThat(Rows.schema(devnet, filtered)).as(table).isEqualTo(Rows.schema(devnet, plain));
        }
    }

    @Test
    void a_filter_without_the_engine_keeps_the_same_rows_of_every_column() throws IOException {
        for (String condition : List.of("block_num < 100", "block_num >= 7 AND block_num < 30", "tx_index = 1")) {
            String filtered = "SELECT * FROM eth_rpc.transactions WHERE " + condition;
            assertThat(rows(filtered)).as(condition).isNotEmpty().isEqualTo(rows(filtered + " AND block_num + 1 > 0"));
        }
    }

    @Test
    void a_dataset_has_a_whole_name_too() throws IOException {
        List<List<String>> rows = rows("SELECT * FROM eth_rpc.blocks");
        for (String name :
                List.of("_/eth_rpc", "_/eth_rpc@1.0.0", "_/eth_rpc@latest", "_/eth_rpc@" + "0a".repeat(32))) {
            assertThat(rows("SELECT * FROM \"" + name + "\".\"blocks\"")).isEqualTo(rows);
        }
        assertThatThrownBy(() -> rows("SELECT * FROM \"_/eth_rpc@2.0.0\".blocks"))
                .hasMessageContaining("'_/eth_rpc@2.0.0' not found");
    }

    @Test
    void tables_join_on_what_belongs_together() throws IOException {
        String joined = "SELECT count(*) FROM eth_rpc.logs l JOIN eth_rpc.transactions t "
                + "ON l.tx_hash = t.tx_hash AND l.block_num = t.block_num "
                + "JOIN eth_rpc.blocks b ON b.hash = t.block_hash AND b.hash = l.block_hash";
        assertThat(rows(joined)).isEqualTo(rows("SELECT count(*) FROM eth_rpc.logs"));
    }

    @Test
    void a_table_joins_with_itself() throws IOException {
        assertThat(rows("SELECT count(*) FROM eth_rpc.blocks child JOIN eth_rpc.blocks parent "
                        + "ON child.parent_hash = parent.hash"))
                .containsExactly(List.of("49"));
    }

    @Test
    void named_queries_and_subqueries_may_be_read_more_than_once() throws IOException {
        assertThat(rows("WITH b AS (SELECT block_num FROM eth_rpc.blocks WHERE block_num < 5) "
                        + "SELECT count(*) FROM b x, b y WHERE x.block_num IN (SELECT block_num FROM b)"))
                .containsExactly(List.of("25"));
    }

    @Test
    void sums_of_unsigned_columns_stay_unsigned() throws IOException {
        assertThat(Rows.schema(devnet, "SELECT sum(gas_used) FROM eth_rpc.blocks")
                        .getFields()
                        .get(0)
                        .getType())
                .isEqualTo(new ArrowType.Int(64, false));
        assertThat(rows("SELECT sum(gas_used) FROM eth_rpc.blocks"))
                .isEqualTo(rows("SELECT sum(gas_used) FROM eth_rpc.transactions"));
    }

    @Test
    void a_stream_runs_the_query_over_each_microbatch() throws IOException {
        String sql = "SELECT l.block_num, t.tx_hash, block_num() AS at FROM eth_rpc.logs l "
                + "JOIN eth_rpc.transactions t ON l.tx_hash = t.tx_hash AND l.block_num = t.block_num "
                + "WHERE block_num() <= 30";
        List<List<String>> rows = streamed(sql, 49);
        assertThat(rows)
                .hasSameSizeAs(rows("SELECT block_num FROM eth_rpc.logs WHERE block_num <= 30"))
                .allSatisfy(row -> assertThat(row.get(2)).isEqualTo(row.get(0)))
                .isSortedAccordingTo((a, b) -> Long.compare(Long.parseLong(a.get(2)), Long.parseLong(b.get(2))));
    }

    @Test
    void a_stream_can_be_wrapped_to_end_at_a_block() throws IOException {
        String sql = "SELECT * FROM (SELECT block_num, hash FROM eth_rpc.blocks) AS q WHERE block_num() <= 25";
        assertThat(streamed(sql, 49))
                .isEqualTo(rows("SELECT block_num, hash FROM eth_rpc.blocks WHERE block_num <= 25"));
    }

    @Test
    void a_stream_may_aggregate_by_block() throws IOException {
        assertThat(streamed("SELECT _block_num, count(*) FROM eth_rpc.logs GROUP BY _block_num", 49))
                .isEqualTo(rows("SELECT _block_num, count(*) FROM eth_rpc.logs GROUP BY 1 ORDER BY 1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Aggregate | SELECT count(*) FROM eth_rpc.blocks",
                "Aggregate | SELECT miner FROM eth_rpc.blocks GROUP BY miner",
                "Distinct | SELECT DISTINCT miner FROM eth_rpc.blocks",
                "Limit | SELECT hash FROM eth_rpc.blocks LIMIT 5",
                "Limit | SELECT hash FROM eth_rpc.blocks WHERE block_num > 3 LIMIT 5",
                "Sort | SELECT hash FROM eth_rpc.blocks ORDER BY block_num",
                "Window | SELECT row_number() OVER (ORDER BY block_num) FROM eth_rpc.blocks",
                "Join(Left) | SELECT b.hash FROM eth_rpc.blocks b LEFT JOIN eth_rpc.logs l ON b.block_num = l.block_num",
                "nested Join | SELECT 1 FROM eth_rpc.blocks a JOIN eth_rpc.blocks b USING (hash) JOIN eth_rpc.logs c USING (block_num)",
                "Subquery | SELECT hash FROM eth_rpc.blocks WHERE hash IN (SELECT block_hash FROM eth_rpc.logs)",
            })
    void a_stream_refuses_what_needs_more_than_its_new_blocks(String operation, String sql) {
        assertThatThrownBy(() -> client.sql(sql).stream(null).close())
                .isInstanceOf(AmpException.class)
                .hasMessageContaining("non-incremental queries are not supported for streaming, "
                        + "query contains non-incremental operation: " + operation);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELEC 1",
                "",
                "SELECT hash FROM eth_rpc.nothing",
                "SELECT hash FROM nothing.blocks",
                "SELECT hash FROM blocks",
                "SELECT nothing FROM eth_rpc.blocks",
                "SELECT nothing FROM eth_rpc.blocks WHERE block_num = 1",
                "SELECT block_num() FROM eth_rpc.blocks",
                "SELECT arrow_cast(hash, 'Binary') FROM eth_rpc.blocks",
                "SELECT * FROM read_csv('/etc/passwd')",
                "SELECT * FROM '/etc/passwd'",
                "DROP TABLE eth_rpc.blocks",
                "SELECT 1; SELECT 2",
                "SELECT 'open FROM eth_rpc.blocks",
            })
    void what_cannot_be_understood_is_the_callers_mistake(String sql) {
        assertThatThrownBy(() -> client.sql(sql).batches().close())
                .isInstanceOfSatisfying(
                        AmpException.class,
                        e -> assertThat(e.getMessage())
                                .doesNotContain("INTERNAL")
                                .startsWith("AMP-"));
    }

    private List<List<String>> rows(String sql) throws IOException {
        return Rows.canonical(devnet, sql);
    }

    private List<List<String>> streamed(String sql, long last) {
        List<List<String>> rows = new ArrayList<>();
        try (BatchStream stream = client.sql(sql).stream(null)) {
            Batch batch;
            do {
                batch = stream.next();
                Rows.add(batch.root(), rows);
            } while (!batch.metadata().rangesComplete()
                    || batch.metadata().ranges().get(0).end() < last);
        }
        return rows;
    }
}
