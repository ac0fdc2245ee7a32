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
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("snowflake")
@Timeout(180)
class UpsertTest {
    /** Keys are text: fakesnow cannot bind a null among numbers. */
    @Test
    void bound_rows_replace_those_of_their_key_and_leave_other_columns() throws Exception {
        SnowflakeStore store = new SnowflakeStore("&method=insert");
        store.home()
                .execute(store.place(), "CREATE TABLE \"blocks\" (\"n\" VARCHAR, \"hash\" VARCHAR, \"note\" VARCHAR)");
        store.home()
                .execute(
                        store.place(),
                        "INSERT INTO \"blocks\" VALUES ('1', 'old', 'mine'), (NULL, 'old', 'mine'), ('7', 'old', 'mine')");
        try (Devnet devnet = Devnet.builder().blocks(3).start();
                AmpClient client = AmpClient.connect(devnet.url())) {
            Loads.from(client.sql(
                            "SELECT CASE WHEN block_num > 0 THEN CAST(block_num AS VARCHAR) END AS n, 'new' AS hash"
                                    + " FROM eth_rpc.blocks WHERE block_num < 3"))
                    .to(store.uri())
                    .table("blocks")
                    .settings(Map.of("table-policy", "add-missing-columns"))
                    .upsert("n")
                    .result()
                    .join();
        }
        assertThat(rows(store)).containsExactlyInAnyOrder("null new mine", "1 new mine", "2 new null", "7 old mine");
    }

    private static List<String> rows(SnowflakeStore store) throws Exception {
        try (Connection connection = store.home().connect(store.place());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT \"n\", \"hash\", \"note\" FROM \"blocks\"")) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3));
            }
            return values;
        }
    }
}
