package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.devnet.Devnet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code amp load}, {@code status}, {@code rewind} and {@code repair}: a devnet of 100 blocks into a DuckDB file. */
@Timeout(120)
class LoadCommandTest {
    private static final String BLOCKS = "SELECT block_num, hash FROM eth_rpc.blocks";
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
    void a_batch_load_says_what_it_did_and_the_rows_are_there() throws Exception {
        CommandRun run = load(BLOCKS);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("table blocks (atomic)").containsPattern("done: 100 rows in .* 1 commit,");
        assertThat(rows()).isEqualTo(100);
    }

    @Test
    void batch_loads_append_overwrite_and_happen_once_by_their_id() throws Exception {
        assertThat(load(BLOCKS).code()).isZero();
        assertThat(load(BLOCKS, "--load-id", "monday").code()).isZero();
        assertThat(load(BLOCKS, "--load-id", "monday").err()).contains("nothing to do");
        assertThat(rows()).isEqualTo(200);
        assertThat(load(BLOCKS, "--mode", "overwrite").code()).isZero();
        assertThat(rows()).isEqualTo(100);
        assertThat(load(BLOCKS, "--mode", "upsert", "--key", "block_num").code())
                .isZero();
        assertThat(rows()).isEqualTo(100);
    }

    @Test
    void a_live_load_ends_at_a_block_and_goes_on_from_there() throws Exception {
        CommandRun first = load(BLOCKS, "--stream", "--to-block", "49");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(rows()).isEqualTo(50);
        CommandRun second = load(BLOCKS, "--stream", "--to-block", "79");
        assertThat(second.err()).contains("resuming behind block devnet 49");
        assertThat(rows()).isEqualTo(80);
        CommandRun again = load(BLOCKS, "--stream", "--to-block", "29", "--no-resume");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(rows()).isEqualTo(30);
    }

    @Test
    void a_parallel_load_holds_every_row_once_up_to_the_last_block_and_tells_its_slices() throws Exception {
        CommandRun run =
                load(BLOCKS, "--stream", "--parallel", "3", "--slice-size", "10", "--to-block", "86", "--json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(rows()).isEqualTo(87);
        List<String> events = jsonLines(run).stream()
                .map(event -> event.get("event").asText())
                .toList();
        assertThat(events).filteredOn("slice_began"::equals).hasSizeGreaterThan(3);
        assertThat(events).endsWith("finished");
        CommandRun further = load(BLOCKS, "--stream", "--to-block", "95");
        assertThat(further.err()).contains("AMP-STATE-OTHER-SPAN", "amp rewind --to-block 79");
    }

    @Test
    void options_for_slices_need_a_parallel_live_load() {
        assertThat(load(BLOCKS, "--parallel", "2").err()).contains("--stream");
        assertThat(load(BLOCKS, "--stream", "--slice-size", "5").err()).contains("--parallel");
        assertThat(load(BLOCKS, "--stream", "--parallel", "0").code()).isEqualTo(2);
    }

    @Test
    void events_are_json_lines_for_scripts() throws Exception {
        List<JsonNode> events = jsonLines(load(BLOCKS, "--stream", "--to-block", "19", "--json"));
        // How many of these come, and when the first does, is a matter of time.
        events.removeIf(event -> event.path("event").asText().equals("progress"));
        assertThat(events.get(0).path("event").asText()).isEqualTo("opened");
        assertThat(events.get(0).path("level").asText()).isEqualTo("atomic");
        JsonNode last = events.get(events.size() - 1);
        assertThat(last.path("event").asText()).isEqualTo("finished");
        assertThat(last.path("rows").asLong()).isEqualTo(20);
        assertThat(last.path("ending").asText()).isEqualTo("complete");
    }

    @Test
    void labels_are_columns_of_the_table_and_rows_without_one_are_not_in_it() throws Exception {
        Path names = Files.writeString(
                folder.resolve("names.csv"),
                "hash,name,note\n" + devnet.block(7).orElseThrow().hash() + ",seven,x\n0xab,none,y\n");
        String label = "names=" + names + ":hash=hash";

        CommandRun run = load(BLOCKS, "--stream", "--to-block", "19", "--label", label + ":columns=name:prefix=the_");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("names: 2 labels of " + names + ", hash = hash; rows without one are dropped");
        assertThat(text("SELECT block_num || the_name FROM blocks")).isEqualTo("7seven");
        assertThat(load(BLOCKS, "--stream", "--to-block", "29").err()).contains("AMP-STATE-OTHER-QUERY");
        CommandRun left = load(BLOCKS, "--stream", "--to-block", "9", "--no-resume", "--label", label + ":left");
        assertThat(left.err()).contains("AMP-SCHEMA-MISMATCH");
    }

    @Test
    void labels_that_cannot_be_read_end_the_command_before_anything_is_asked() throws Exception {
        assertUsage("--label is NAME=FILE", BLOCKS, "--label", "names.csv:hash=hash");
        assertUsage("there is no option 'lft'", BLOCKS, "--label", "n=names.csv:hash=hash:lft");
        assertUsage("AMP-LABEL-FILE", BLOCKS, "--label", "n=" + folder.resolve("missing.csv") + ":hash=hash");
        assertUsage("two labels named 'n'", BLOCKS, "--label", "n=a.csv:a=b", "--label", "n=b.csv:a=b");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void the_status_of_a_stream_and_taking_it_back() throws Exception {
        assertThat(CommandRun.of("status", "--to", uri()).out()).contains("nothing is loaded");
        load(BLOCKS, "--stream", "--to-block", "59", "--set", "commit-interval=0s");
        assertThat(CommandRun.of("status", "--to", uri()).out())
                .contains("stream blocks → table blocks", "blocks 0..59", "devnet block 59", "gaps         none");
        JsonNode status = JSON.readTree(
                        CommandRun.of("status", "--to", uri(), "--json").out())
                .get(0);
        assertThat(status.path("cursor").path("devnet").path("number").asLong()).isEqualTo(59);
        assertThat(status.path("gaps")).isEmpty();

        assertThat(rewind("--to-block", "34").out()).contains("would be deleted", "add --yes");
        assertThat(rows()).isEqualTo(60);
        assertThat(rewind("--to-block", "34", "--yes").out()).contains("from block 30 on", "30 rows deleted");
        assertThat(rows()).isEqualTo(30);
        assertThat(rewind("--to-block", "34").out()).contains("nothing to do");
        load(BLOCKS, "--stream", "--to-block", "59");
        assertThat(rows()).isEqualTo(60);
    }

    @Test
    void a_repair_deletes_rows_that_no_record_names() throws Exception {
        load(BLOCKS, "--stream", "--to-block", "59", "--set", "commit-interval=0s");
        execute("INSERT INTO blocks BY NAME SELECT 1000 AS block_num, '0123456789abcdef' AS _amp_batch_id");
        CommandRun plan = CommandRun.of("repair", "--to", uri(), "--table", "blocks", "--from-block", "50");
        assertThat(plan.out()).contains("by a scan of the whole table", "add --yes");
        CommandRun done = CommandRun.of("repair", "--to", uri(), "--table", "blocks", "--from-block", "50", "--yes");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(rows()).isEqualTo(50);
    }

    @Test
    void what_does_not_go_together_is_refused_before_anything_is_written() {
        assertUsage("--mode and --load-id are for batch loads", BLOCKS, "--stream", "--mode", "overwrite");
        assertUsage("--from-block and --to-block are for --stream", BLOCKS, "--to-block", "5");
        assertUsage("--mode upsert and --key need each other", BLOCKS, "--mode", "upsert");
        assertUsage("--mode is append, overwrite or upsert", BLOCKS, "--mode", "replace");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_destination_that_nobody_knows_and_a_setting_that_is_none_are_named() {
        CommandRun unknown =
                CommandRun.of("load", "--url", devnet.url(), "--to", "duckbd:x.duckdb", "--table", "blocks", BLOCKS);
        assertThat(unknown.code()).isEqualTo(ExitCode.USER.code());
        assertThat(unknown.err()).contains("duckbd").contains("duckdb");
        CommandRun setting = load(BLOCKS, "--set", "comit-interval=1s");
        assertThat(setting.code()).isEqualTo(ExitCode.USER.code());
        assertThat(setting.err()).contains("comit-interval").contains("commit-interval");
    }

    @Test
    void a_query_that_the_server_refuses_ends_the_load_at_once() {
        CommandRun run = load("SELECT nothing FROM eth_rpc.blocks");
        assertThat(run.code()).isEqualTo(ExitCode.USER.code());
        assertThat(run.err()).contains("error AMP-");
    }

    private void assertUsage(String message, String... args) {
        CommandRun run = load(args);
        assertThat(run.code()).isEqualTo(ExitCode.USER.code());
        assertThat(run.err()).contains(message);
    }

    private CommandRun load(String... args) {
        List<String> all = new ArrayList<>(List.of("load", "--url", devnet.url(), "--to", uri(), "--table", "blocks"));
        all.addAll(List.of(args));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private CommandRun rewind(String... args) {
        List<String> all = new ArrayList<>(List.of("rewind", "--to", uri(), "--table", "blocks"));
        all.addAll(List.of(args));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private String uri() {
        return "duckdb:" + folder.resolve("chain.duckdb");
    }

    private static List<JsonNode> jsonLines(CommandRun run) throws Exception {
        assertThat(run.code()).as(run.err()).isZero();
        List<JsonNode> events = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            events.add(JSON.readTree(line));
        }
        return events;
    }

    private long rows() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM blocks")) {
            count.next();
            return count.getLong(1);
        }
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (answer.next()) {
                rows.add(answer.getString(1));
            }
            return String.join("\n", rows);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("chain.duckdb"));
    }
}
