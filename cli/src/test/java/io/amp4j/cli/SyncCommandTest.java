package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.devnet.Devnet;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code amp sync}: the tables of a devnet of 100 blocks into a DuckDB file. */
@Timeout(120)
class SyncCommandTest {
    private static final String NOBODY = "http://127.0.0.1:1";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Devnet devnet;

    @BeforeEach
    void start() {
        devnet = Devnet.builder().blocks(100).microbatchBlocks(10).start();
    }

    @AfterEach
    void stop() {
        devnet.close();
    }

    @Test
    void every_table_is_loaded_and_goes_on_where_it_stood() throws Exception {
        CommandRun first = sync("_/eth_rpc", "--to-block", "49");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).isEmpty();
        assertThat(first.err())
                .contains("syncing 3 tables of _/eth_rpc@1.0.0", "blocks, transactions, logs")
                .containsPattern("blocks: done: 50 rows in .*; holds devnet 0\\.\\.49")
                .containsPattern("done: 3 tables, [0-9,]+ rows in");
        assertThat(count("blocks")).isEqualTo(50);

        CommandRun second = sync("_/eth_rpc@latest", "--to-block", "79", "--parallel", "2");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.err()).contains("blocks: done: 30 rows", "holds devnet 0..79");
        for (String table : List.of("blocks", "transactions", "logs")) {
            assertThat(count(table)).as(table).isEqualTo(canonical(table, 79));
        }
    }

    @Test
    void a_table_that_fails_does_not_stop_the_others_and_gives_the_exit_code() throws Exception {
        CommandRun run = sync("_/eth_rpc@1.0.0", "--tables", "blocks,uncles,logs", "--to-block", "29");

        assertThat(run.code()).isEqualTo(ExitCode.USER.code());
        assertThat(run.err())
                .contains("uncles: failed: AMP-", "done: 3 tables, 1 failed", "error AMP-")
                .contains("table uncles failed, 2 of 3 did not");
        assertThat(count("blocks")).isEqualTo(30);
        assertThat(count("logs")).isEqualTo(canonical("logs", 29));
    }

    @Test
    void the_first_failure_ends_all_if_asked_to() {
        CommandRun run = sync("_/eth_rpc@1.0.0", "--tables", "blocks,uncles", "--stop-on-error");

        assertThat(run.code()).isEqualTo(ExitCode.USER.code());
        assertThat(run.err()).contains("blocks: stopped:", "uncles: failed: AMP-");
    }

    @Test
    void scripts_get_a_line_for_each_event_with_its_table() throws Exception {
        CommandRun run = sync("_/eth_rpc", "--to-block", "19", "--table-prefix", "eth_", "--json");

        assertThat(run.code()).as(run.err()).isZero();
        List<JsonNode> events = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            events.add(JSON.readTree(line));
        }
        assertThat(events.get(0).path("event").asText()).isEqualTo("sync_began");
        assertThat(events.get(0).path("tables")).hasSize(3);
        assertThat(events)
                .filteredOn(event -> event.path("event").asText().equals("finished"))
                .extracting(event -> event.path("table").asText())
                .containsExactlyInAnyOrder("blocks", "transactions", "logs");
        JsonNode last = events.get(events.size() - 1);
        assertThat(last.path("event").asText()).isEqualTo("sync_finished");
        assertThat(last.path("rows").asLong())
                .isEqualTo(count("eth_blocks") + count("eth_transactions") + count("eth_logs"));
    }

    @Test
    void a_batch_replaces_what_the_last_one_loaded() throws Exception {
        assertThat(sync("_/eth_rpc", "--batch", "--tables", "blocks").code()).isZero();
        devnet.mine(5);
        CommandRun again = sync("_/eth_rpc", "--batch", "--tables", "blocks");

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(count("blocks")).isEqualTo(105);
    }

    @Test
    void tables_and_a_version_that_are_named_need_no_admin_api() throws Exception {
        CommandRun named = sync("_/eth_rpc@1.0.0", "--tables", "blocks", "--to-block", "9", "--admin-url", NOBODY);
        assertThat(named.code()).as(named.err()).isZero();
        assertThat(count("blocks")).isEqualTo(10);

        CommandRun asked = sync("_/eth_rpc@1.0.0", "--to-block", "9", "--admin-url", NOBODY);
        assertThat(asked.code()).isEqualTo(ExitCode.SERVER.code());
        assertThat(asked.err()).contains("--tables a,b");
    }

    @Test
    void a_dataset_that_is_not_there_and_options_that_do_not_fit_are_refused() {
        assertThat(sync("_/nothing").err()).contains("AMP-ADMIN-DATASET-NOT-FOUND", "_/nothing@latest");
        assertThat(sync("_/eth_rpc", "--batch", "--to-block", "5").err()).contains("--batch");
        assertThat(sync("eth_rpc").err()).contains("NAMESPACE/NAME");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void on_a_terminal_each_table_has_a_line_while_it_is_loaded() {
        CommandRun run = CommandRun.onTerminal(arguments("_/eth_rpc", "--to-block", "99", "--parallel", "2"));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).endsWith(run.err().substring(run.err().lastIndexOf("done: 3 tables")));
        assertThat(run.err()).contains("syncing 3 tables", "blocks: done: 100 rows");
    }

    private CommandRun sync(String... args) {
        return CommandRun.in(Map.of("AMP_ADMIN_URL", devnet.adminUrl()), "", arguments(args));
    }

    private String[] arguments(String... args) {
        List<String> all = new ArrayList<>(List.of("sync", "--to", "duckdb:" + file(), "--url", devnet.url()));
        if (!Arrays.asList(args).contains("--admin-url")) {
            all.addAll(List.of("--admin-url", devnet.adminUrl()));
        }
        all.addAll(List.of(args));
        return all.toArray(String[]::new);
    }

    private Path file() {
        return folder.resolve("chain.duckdb");
    }

    private long canonical(String table, int lastBlock) {
        CommandRun run = CommandRun.of(
                "query",
                "--url",
                devnet.url(),
                "--format",
                "csv",
                "SELECT count(*) FROM eth_rpc." + table + " WHERE block_num <= " + lastBlock);
        return Long.parseLong(run.out().lines().skip(1).findFirst().orElseThrow());
    }

    private long count(String table) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file());
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
            count.next();
            return count.getLong(1);
        }
    }
}
