package io.amp4j.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.amp4j.client.AmpClient;
import io.amp4j.client.AmpException;
import io.amp4j.devnet.Devnet;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.Loads;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a load makes of what Snowpipe Streaming does to it. */
@Tag("snowflake")
@Timeout(180)
class SnowpipeFailuresTest {
    private static final SnowflakeServer SERVER = SnowflakeServer.shared();

    private Devnet devnet;
    private AmpClient client;
    private SnowpipeStore store;

    @BeforeEach
    void start(@TempDir Path directory) {
        devnet = Devnet.builder().blocks(5).start();
        client = AmpClient.connect(devnet.url());
        store = new SnowpipeStore(directory);
    }

    @AfterEach
    void stop() {
        client.close();
        devnet.close();
    }

    private void load() {
        Loads.from(client.sql("SELECT block_num, hash FROM eth_rpc.blocks"))
                .to(store.uri())
                .table("blocks")
                .toBlock(4)
                .stream()
                .result()
                .join();
    }

    private static LoadError code(Runnable load) {
        return (LoadError) ((AmpException) catchThrowable(load::run).getCause()).code();
    }

    private long count(String table) {
        try (Connection connection = store.home().connect(store.place());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM \"" + table + "\"")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refused_rows_end_the_load_and_none_of_their_unit_stays() {
        SERVER.pipes().refuseNext(1);
        assertThat(code(() -> load())).isEqualTo(LoadError.VALUE_REFUSED);
        assertThat(count("blocks")).isZero();
        load();
        assertThat(count("blocks_committed")).isEqualTo(5);
    }

    @Test
    void a_channel_that_was_lost_is_opened_again_and_rows_are_there_once() {
        SERVER.snowpipe().fail("/rows", 400, "STALE_CONTINUATION_TOKEN_SEQUENCER");
        SERVER.snowpipe().fail(":bulk-channel-status", 503, "");
        SERVER.snowpipe().fail(":bulk-channel-status", 409, "ERR_CHANNEL_MUST_BE_REOPENED");
        load();
        assertThat(count("blocks_committed")).isEqualTo(5);
        assertThat(count("blocks")).isEqualTo(5);
    }

    @Test
    void rows_of_an_attempt_that_was_given_up_are_hidden_and_deleted_by_the_next_opening() {
        SERVER.snowpipe().fail("/rows", 400, "STALE_CONTINUATION_TOKEN_SEQUENCER");
        load();
        store.home()
                .execute(
                        store.place(),
                        "INSERT INTO \"blocks\" (\"block_num\", \"_amp_attempt\") SELECT 99, ATTEMPT FROM AMP_STREAM_INTENTS");
        assertThat(count("blocks")).isEqualTo(6);
        assertThat(count("blocks_committed")).isEqualTo(5);
        load();
        assertThat(count("blocks")).isEqualTo(5);
    }

    @Test
    void another_method_waits_until_nothing_is_open() {
        load();
        store.home()
                .execute(
                        store.place(),
                        "INSERT INTO AMP_STREAM_INTENTS SELECT 'a1', STREAM_ID, 1, 'D', 'S', 'P', 'C', NULL FROM AMP_STREAM_STATE");
        String other = store.uri().replace("&method=snowpipe-streaming", "");
        AmpException refusal =
                (AmpException) catchThrowable(() -> Loads.from(client.sql("SELECT block_num, hash FROM eth_rpc.blocks"))
                                .to(other)
                                .table("blocks")
                                .toBlock(4)
                                .stream()
                                .result()
                                .join())
                        .getCause();
        assertThat(refusal.code()).isEqualTo(LoadError.CONFIG_INVALID);
        assertThat(refusal).hasMessageContaining("snowpipe-streaming");
        load();
        assertThat(count("blocks_committed")).isEqualTo(5);
    }
}
