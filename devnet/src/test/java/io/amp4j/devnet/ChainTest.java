package io.amp4j.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpClient;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The generated chain. */
@Timeout(120)
class ChainTest {
    private static final List<String> TABLES = List.of("blocks", "transactions", "logs");

    @Test
    void the_same_seed_and_tick_give_the_same_chain() throws IOException {
        long tick;
        List<List<String>> before;
        try (Devnet devnet = busy().blocks(150).start()) {
            devnet.advance(77);
            tick = devnet.tick();
            before = all(devnet);
        }
        try (Devnet again = busy().tick(tick).start()) {
            assertThat(all(again)).isEqualTo(before);
        }
        try (Devnet other = busy().seed(43).tick(tick).start()) {
            assertThat(all(other)).isNotEqualTo(before);
        }
    }

    @Test
    void blocks_are_linked_by_hash() throws IOException {
        try (Devnet devnet = busy().blocks(120).start()) {
            String parent = "0x" + "00".repeat(32);
            for (List<String> block : Rows.canonical(devnet, "SELECT parent_hash, hash FROM eth_rpc.blocks")) {
                assertThat(block.get(0)).isEqualTo(parent);
                parent = block.get(1);
            }
            assertThat(parent)
                    .isEqualTo(devnet.block(devnet.head()).orElseThrow().hash());
        }
    }

    @Test
    void a_reorg_changes_hashes_and_rows_but_most_transactions_come_back() throws IOException {
        try (Devnet devnet =
                Devnet.builder().blocks(50).transactionsPerBlock(40).start()) {
            List<List<String>> blocks = Rows.canonical(devnet, "SELECT hash FROM eth_rpc.blocks");
            Set<List<String>> before =
                    new HashSet<>(Rows.canonical(devnet, "SELECT tx_hash FROM eth_rpc.transactions"));
            devnet.reorg(20);
            List<List<String>> after = Rows.canonical(devnet, "SELECT hash FROM eth_rpc.blocks");
            assertThat(after).hasSize(50);
            assertThat(after.subList(0, 30)).isEqualTo(blocks.subList(0, 30));
            assertThat(after.subList(30, 50)).doesNotContainAnyElementsOf(blocks.subList(30, 50));
            List<List<String>> transactions =
                    Rows.canonical(devnet, "SELECT tx_hash FROM eth_rpc.transactions WHERE block_num >= 30");
            assertThat(transactions.stream().filter(before::contains).count()).isPositive();
            assertThat(transactions.stream()
                            .filter(hash -> !before.contains(hash))
                            .count())
                    .isPositive();
        }
    }

    @Test
    void a_column_is_null_where_a_real_one_is() throws IOException {
        try (Devnet devnet = Devnet.builder().blocks(300).start()) {
            for (String table : TABLES) {
                List<List<String>> rows = Rows.canonical(devnet, "eth_rpc." + table);
                var fields = Rows.schema(devnet, "eth_rpc." + table).getFields();
                for (int i = 0; i < fields.size(); i++) {
                    int column = i;
                    long nulls = rows.stream()
                            .filter(row -> row.get(column).equals("null"))
                            .count();
                    String name = table + "." + fields.get(i).getName();
                    if (fields.get(i).isNullable() && !name.equals("transactions.max_fee_per_gas")) {
                        assertThat(nulls).as(name).isPositive();
                    } else {
                        assertThat(nulls).as(name).isZero();
                    }
                }
            }
        }
    }

    @Test
    void a_stream_through_scheduled_reorgs_ends_with_the_canonical_chain() throws IOException {
        String sql = "SELECT block_num, block_hash, tx_hash, log_index, data FROM eth_rpc.logs";
        try (Devnet devnet = busy().blocks(10).start();
                AmpClient client = AmpClient.connect(devnet.url());
                BatchStream stream = client.sql(sql).stream(null)) {
            List<List<String>> rows = new ArrayList<>();
            long reorgs = 0;
            long end = -1;
            for (int i = 0; i < 200; i++) {
                devnet.advance(1);
                String head = devnet.block(devnet.head()).orElseThrow().hash();
                String seen = "";
                boolean first = true;
                while (!seen.equals(head)) {
                    Batch batch = stream.next();
                    var range = batch.metadata().ranges().get(0);
                    if (first && range.start() <= end) {
                        reorgs++;
                        rows.removeIf(row -> Long.parseLong(row.get(0)) >= range.start());
                    }
                    Rows.add(batch.root(), rows);
                    first = batch.metadata().rangesComplete();
                    if (first) {
                        seen = String.valueOf(range.hash());
                        end = range.end();
                    }
                }
            }
            assertThat(reorgs).isGreaterThan(10);
            assertThat(rows).isEqualTo(Rows.canonical(devnet, sql));
        }
    }

    @Test
    void filters_agree_with_what_they_say() throws IOException {
        try (Devnet devnet = Devnet.builder().blocks(60).start()) {
            List<List<String>> all = Rows.canonical(devnet, "SELECT block_num, topic3 FROM eth_rpc.logs");
            assertThat(Rows.canonical(
                            devnet,
                            "SELECT block_num, topic3 FROM eth_rpc.logs WHERE NOT (block_num < 10 OR block_num > 20) "
                                    + "AND topic3 IS NOT NULL"))
                    .isNotEmpty()
                    .isEqualTo(all.stream()
                            .filter(row -> Long.parseLong(row.get(0)) >= 10 && Long.parseLong(row.get(0)) <= 20)
                            .filter(row -> !row.get(1).equals("null"))
                            .toList());
            String hash = devnet.block(7).orElseThrow().hash().substring(2);
            assertThat(Rows.canonical(
                            devnet,
                            "SELECT block_num, hash, hash AS again FROM eth_rpc.blocks WHERE hash = x'" + hash + "'"))
                    .containsExactly(List.of("7", "0x" + hash, "0x" + hash));
            assertThat(Rows.canonical(
                            devnet,
                            "SELECT block_num FROM eth_rpc.blocks WHERE base_fee_per_gas > 0 AND "
                                    + "block_num IN (0, 1, 2) LIMIT 5"))
                    .containsExactly(List.of("1"), List.of("2"));
        }
    }

    private static DevnetBuilder busy() {
        return Devnet.builder().seed(42).reorgEvery(6).reorgDepth(4);
    }

    private static List<List<String>> all(Devnet devnet) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String table : TABLES) {
            rows.addAll(Rows.canonical(devnet, "eth_rpc." + table));
        }
        return rows;
    }
}
