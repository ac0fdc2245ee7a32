package io.amp4j.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpClient;
import io.amp4j.devnet.Devnet;
import io.amp4j.loader.Loads;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("snowflake")
@Timeout(180)
class ReorgHistoryTest {
    @Test
    void rows_that_a_reorg_voids_stay_and_the_view_shows_those_that_count() throws Exception {
        SnowflakeStore store = new SnowflakeStore("&preserve-reorg-history=true");
        try (Devnet devnet = Devnet.builder().blocks(5).start();
                AmpClient client = AmpClient.connect(devnet.url())) {
            load(client, store, 4);
            List<String> orphans = hashes(devnet, 3, 4);
            devnet.reorg(2);
            devnet.mine(1);
            load(client, store, 5);

            assertThat(column(store, "SELECT \"hash\" FROM \"blocks_current\" ORDER BY \"block_num\""))
                    .isEqualTo(hashes(devnet, 0, 5));
            assertThat(column(
                            store,
                            "SELECT \"hash\" FROM \"blocks_history\" WHERE NOT \"_amp_is_current\" AND"
                                    + " \"_amp_reorg_batch_id\" IS NOT NULL"))
                    .containsAll(orphans);
        }
    }

    private static void load(AmpClient client, SnowflakeStore store, long to) {
        Loads.from(client.sql("SELECT block_num, hash FROM eth_rpc.blocks"))
                .to(store.uri())
                .table("blocks")
                .toBlock(to)
                .stream()
                .result()
                .join();
    }

    private static List<String> hashes(Devnet devnet, long from, long to) {
        List<String> hashes = new ArrayList<>();
        for (long block = from; block <= to; block++) {
            hashes.add(devnet.block(block)
                    .orElseThrow()
                    .hash()
                    .toString()
                    .substring(2)
                    .toUpperCase(Locale.ROOT));
        }
        return hashes;
    }

    private static List<String> column(SnowflakeStore store, String sql) throws Exception {
        try (Connection connection = store.home().connect(store.place());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1).toUpperCase(Locale.ROOT));
            }
            return values;
        }
    }
}
