package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.devnet.Devnet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What only a process of its own has: signals, pipes that break, and an exit code. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD) // reading from a process cannot be interrupted
class ProcessTest {
    /** A build in the background ignores Ctrl+C, and what it starts inherits that, unless told otherwise where {@code env} can. */
    private static final List<String> HEEDING_INTERRUPTS = List.of("env", "--default-signal=INT");

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void env_can_reset_signals() throws Exception {
        List<String> command = new ArrayList<>(HEEDING_INTERRUPTS);
        command.add("true");
        assumeTrue(new ProcessBuilder(command).start().waitFor() == 0, "needs GNU env 8.31 or newer");
    }

    @AfterEach
    void nothing_is_left_running() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process amp(String... args) throws IOException {
        List<String> command = new ArrayList<>(HEEDING_INTERRUPTS);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dsun.misc.unsafe.memory.access=allow",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private static BufferedReader output(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    private static void signal(Process process, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ends").isTrue();
        return process.exitValue();
    }

    @Test
    void a_devnet_says_when_it_is_ready_answers_and_ends_at_a_signal() throws Exception {
        Process devnet = amp("devnet", "--port", "0", "--blocks", "7", "--block-time", "0s", "--json");
        JsonNode ready = new ObjectMapper().readTree(output(devnet).readLine());
        assertThat(ready.get("head").asLong()).isEqualTo(6);
        String url = ready.get("url").asText();
        CommandRun blocks = CommandRun.of("query", "--url", url, "-f", "jsonl", "SELECT hash FROM eth_rpc.blocks");
        assertThat(blocks.out()).as(blocks.err()).hasLineCount(7);
        CommandRun datasets = CommandRun.of(
                "datasets", "list", "--admin-url", ready.get("admin_url").asText());
        assertThat(datasets.out()).as(datasets.err()).contains("_/eth_rpc");
        signal(devnet, "TERM");
        assertThat(exitCode(devnet)).isEqualTo(143);
        assertThat(devnet.errorReader().lines()).isEmpty();
    }

    @Test
    void ctrl_c_ends_a_stream_with_whole_output() throws Exception {
        try (Devnet devnet = Devnet.builder().blocks(5).start()) {
            Process query = amp(
                    "query",
                    "--url",
                    devnet.url(),
                    "--stream",
                    "--format",
                    "json",
                    "SELECT block_num FROM eth_rpc.blocks");
            BufferedReader output = output(query);
            StringBuilder json = new StringBuilder(output.readLine());
            signal(query, "INT");
            output.lines().forEach(json::append);
            assertThat(new ObjectMapper().readTree(json.toString())).hasSize(5);
            assertThat(exitCode(query)).isEqualTo(ExitCode.INTERRUPTED.code());
            assertThat(query.errorReader().lines()).isEmpty();
        }
    }

    @Test
    void a_reader_that_leaves_ends_the_query_without_a_word() throws Exception {
        try (Devnet devnet =
                Devnet.builder().blocks(5).blockTime(Duration.ofMillis(20)).start()) {
            Process query = amp(
                    "query",
                    "--url",
                    devnet.url(),
                    "--stream",
                    "--format",
                    "csv",
                    "SELECT block_num FROM eth_rpc.blocks");
            try (BufferedReader output = output(query)) {
                assertThat(output.readLine()).isEqualTo("block_num");
            }
            assertThat(exitCode(query)).isEqualTo(ExitCode.READER_GONE.code());
            assertThat(query.errorReader().lines()).isEmpty();
        }
    }
}
