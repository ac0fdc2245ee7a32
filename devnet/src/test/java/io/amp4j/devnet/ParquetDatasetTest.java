package io.amp4j.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpClient;
import io.amp4j.client.AmpException;
import io.amp4j.client.BatchStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A folder of Parquet files as a dataset. */
@Timeout(120)
@Tag("jvm-flag")
class ParquetDatasetTest {
    @TempDir
    private Path directory;

    @Test
    void files_are_streamed_as_history_with_their_own_hashes() throws Exception {
        write("0_blocks", 0, 10);
        write("1_blocks", 10, 25);
        try (Devnet devnet = Devnet.builder()
                        .dataset("real", directory)
                        .microbatchBlocks(20)
                        .start();
                AmpClient client = AmpClient.connect(devnet.url());
                BatchStream stream = client.sql("SELECT _block_num, hash FROM real.blocks").stream(null)) {
            assertThat(stream.next().rows()).isEqualTo(20);
            assertThat(stream.next().metadata().ranges()).singleElement().satisfies(range -> {
                assertThat(range.network()).isEqualTo("mainnet");
                assertThat(range.start()).isZero();
                assertThat(range.end()).isEqualTo(19);
                assertThat(range.hash()).isEqualTo(hash(19));
            });
            assertThat(stream.next().rows()).isEqualTo(5);
            assertThat(stream.next().metadata().ranges()).singleElement().satisfies(range -> {
                assertThat(range.end()).isEqualTo(24);
                assertThat(range.prevHash()).isEqualTo(hash(19));
            });
        }
    }

    @Test
    void files_are_queried_beside_the_generated_chain() throws Exception {
        write("blocks", 5, 8);
        try (Devnet devnet =
                Devnet.builder().dataset("real", directory).blocks(7).start()) {
            assertThat(Rows.canonical(
                            devnet, "SELECT r._block_num FROM real.blocks r JOIN eth_rpc.blocks g USING (_block_num)"))
                    .containsExactlyInAnyOrder(List.of("5"), List.of("6"));
            assertThatThrownBy(() -> AmpClient.connect(devnet.url())
                            .sql("SELECT r._block_num FROM real.blocks r JOIN eth_rpc.blocks g USING (_block_num)")
                            .stream(null))
                    .isInstanceOf(AmpException.class)
                    .hasMessageContaining("MultipleNetworks");
        }
    }

    @Test
    void a_folder_without_tables_is_refused() {
        assertThatThrownBy(() -> Devnet.builder().dataset("real", directory).start())
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(DevnetError.DATASET));
    }

    @Test
    @EnabledIfSystemProperty(named = "amp4j.devnet.parquet", matches = ".+")
    void real_blocks_keep_their_types() throws IOException {
        Path real = Path.of(System.getProperty("amp4j.devnet.parquet"));
        try (Devnet devnet = Devnet.builder().dataset("eth", real).start()) {
            for (String table : List.of("blocks", "transactions", "logs")) {
                assertThat(Rows.schema(devnet, "SELECT * FROM eth." + table))
                        .isEqualTo(Rows.schema(devnet, "SELECT * FROM eth_rpc." + table));
                assertThat(Rows.canonical(devnet, "SELECT * FROM eth." + table)).isNotEmpty();
            }
        }
    }

    private void write(String name, int from, int to) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT i::UBIGINT AS _block_num, unhex(lpad(format('{:x}', i), 64, '0')) AS hash, "
                    + "unhex(lpad(format('{:x}', greatest(i - 1, 0)), 64, '0')) AS parent_hash FROM range(" + from
                    + ", " + to
                    + ") t(i)) TO '" + directory.resolve(name + ".parquet") + "' (FORMAT parquet)");
        }
    }

    private static String hash(int number) {
        return "0x" + String.format("%064x", number);
    }
}
