package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.devnet.Devnet;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code amp query} against a devnet of 100 blocks that stands still. */
@Timeout(60)
class QueryCommandTest {
    private static final String NUMBERS = "SELECT block_num FROM eth_rpc.blocks";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Devnet devnet;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        devnet = Devnet.builder().blocks(100).start();
    }

    @AfterAll
    static void stop() {
        devnet.close();
    }

    private static CommandRun query(String... args) {
        return CommandRun.of(withUrl(args));
    }

    private static String[] withUrl(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "query";
        all[1] = "--url";
        all[2] = devnet.url();
        System.arraycopy(args, 0, all, 3, args.length);
        return all;
    }

    @Test
    void a_table_shows_the_rows_and_sums_up_on_standard_error() {
        CommandRun run = query("SELECT block_num, hash FROM eth_rpc.blocks LIMIT 2");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "block_num  hash",
                        "─────────  " + "─".repeat(66),
                        "        0  " + devnet.block(0).orElseThrow().hash(),
                        "        1  " + devnet.block(1).orElseThrow().hash());
        assertThat(run.err()).startsWith("(2 rows, ");
    }

    @Test
    void json_is_an_array_of_all_rows_and_nothing_else_is_said() throws Exception {
        CommandRun run = query("--json", NUMBERS);
        JsonNode rows = JSON.readTree(run.out());
        assertThat(rows).hasSize(100);
        assertThat(rows.get(99).get("block_num").asLong()).isEqualTo(99);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void sql_is_read_from_a_file_or_standard_input() throws Exception {
        Path file = Files.writeString(folder.resolve("q.sql"), NUMBERS + " LIMIT 1\n");
        assertThat(query("--format", "csv", "@" + file).out()).isEqualTo("block_num\r\n0\r\n");
        assertThat(CommandRun.withInput(NUMBERS + " LIMIT 1", withUrl("--format", "csv", "-"))
                        .out())
                .isEqualTo("block_num\r\n0\r\n");
    }

    @Test
    void a_limit_ends_a_query_that_has_more() {
        assertThat(query("--limit", "3", "--format", "csv", NUMBERS).out().lines())
                .containsExactly("block_num", "0", "1", "2");
        assertThat(query("--limit", "0", "--format", "csv", NUMBERS).out().lines())
                .containsExactly("block_num");
        assertThat(query("--limit", "2", "--stream", "--format", "csv", NUMBERS)
                        .out()
                        .lines())
                .hasSize(3);
    }

    @Test
    void a_file_gets_the_exact_types() throws Exception {
        Path file = folder.resolve("blocks.arrow");
        CommandRun run =
                query("--format", "arrow", "--output", file.toString(), "SELECT block_num, hash FROM eth_rpc.blocks");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        try (BufferAllocator allocator = new RootAllocator();
                ArrowStreamReader reader =
                        new ArrowStreamReader(new ByteArrayInputStream(Files.readAllBytes(file)), allocator)) {
            assertThat(reader.getVectorSchemaRoot()
                            .getSchema()
                            .findField("hash")
                            .getType())
                    .hasToString("FixedSizeBinary(32)");
            int rows = 0;
            while (reader.loadNextBatch()) {
                rows += reader.getVectorSchemaRoot().getRowCount();
            }
            assertThat(rows).isEqualTo(100);
        }
    }

    @Test
    void a_refused_query_leaves_no_file_and_says_what_the_server_said() {
        Path file = folder.resolve("out.csv");
        CommandRun run = query("--output", file.toString(), "SELECT nothing FROM eth_rpc.blocks");
        assertThat(run.code()).isEqualTo(ExitCode.USER.code());
        assertThat(run.err()).startsWith("error AMP-").contains("nothing").doesNotContain("\tat ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void binary_is_not_written_to_a_terminal() {
        CommandRun run = CommandRun.onTerminal(withUrl("--format", "arrow", NUMBERS));
        assertThat(run.code()).isEqualTo(ExitCode.USER.code());
        assertThat(run.out()).isEmpty();
    }

    @Test
    void a_terminal_gets_lines_that_fit() {
        CommandRun run = CommandRun.onTerminal(withUrl("SELECT * FROM eth_rpc.logs LIMIT 5"));
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80 || line.startsWith("… and "));
        assertThat(run.out()).contains("…", "more columns");
    }

    @Test
    void a_stream_begins_and_ends_at_the_blocks_asked_for() {
        CommandRun run = query("--stream", "--from-block", "90", "--until-block", "99", "--format", "csv", NUMBERS);
        assertThat(run.code()).isZero();
        assertThat(run.out().lines().skip(1))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(90, 99).mapToObj(String::valueOf).toList());
    }

    @Test
    void settings_in_the_sql_make_a_stream_too() {
        CommandRun run = query("--until-block", "99", "--format", "csv", NUMBERS + " SETTINGS stream = true");
        assertThat(run.out().lines()).hasSize(101);
    }

    @Test
    void blocks_are_for_streams_only() {
        assertThat(query("--from-block", "3", NUMBERS).err()).contains("--stream");
        assertThat(query("--stream", "--from-block", "-3", NUMBERS).err()).contains("cannot be negative");
    }

    @Test
    void a_reorg_is_an_event_among_the_rows() throws Exception {
        try (Devnet moving = Devnet.builder().blocks(10).microbatchBlocks(5).start();
                FollowedRun run = FollowedRun.start(
                        "query", "--url", moving.url(), "--stream", "--json", "--until-block", "10", NUMBERS)) {
            run.awaitLines(10);
            moving.reorg(2);
            run.awaitLines(13);
            moving.mine(1);
            List<String> lines = run.finished();
            assertThat(lines)
                    .containsSubsequence(
                            "{\"block_num\":9}",
                            "{\"_amp_event\":\"reorg\",\"network\":\"devnet\",\"from_block\":8}",
                            "{\"block_num\":8}",
                            "{\"block_num\":9}",
                            "{\"block_num\":10}");
        }
    }

    @Test
    void devnet_needs_no_server() {
        CommandRun run = CommandRun.of("query", "--devnet", "--format", "csv", NUMBERS + " LIMIT 1");
        assertThat(run.out()).isEqualTo("block_num\r\n0\r\n");
        assertThat(CommandRun.of("query", "--devnet", "--url", "grpc://x:1", "x")
                        .err())
                .contains("exclude each other");
    }

    @Test
    void labels_of_two_files_are_joined_one_after_the_other() throws Exception {
        Path kinds = Files.writeString(folder.resolve("kinds:1.csv"), "n,kind\n0,first\n1,\n");
        Path words = Files.writeString(folder.resolve("words.csv"), "kind,word\nfirst,genesis\n");
        CommandRun run = query(
                "--json",
                "--label",
                "kinds=" + kinds + ":n=block_num:integer=n:left",
                "--label",
                "words=" + words + ":kind=kind:left",
                NUMBERS + " LIMIT 2");
        assertThat(run.err()).isEmpty();
        assertThat(JSON.readTree(run.out()))
                .isEqualTo(JSON.readTree(
                        "[{'block_num':0,'kind':'first','word':'genesis'},{'block_num':1,'kind':null,'word':null}]"
                                .replace('\'', '"')));
    }
}
