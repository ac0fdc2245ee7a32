package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.devnet.Devnet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code amp datasets}, {@code jobs}, {@code manifests}, {@code providers}, {@code revisions}, {@code workers}. */
@Timeout(60)
class AdminCommandsTest {
    private static final String DRAFT = "SELECT block_num, hash FROM eth.blocks";

    private final Devnet devnet =
            Devnet.builder().blocks(20).blockTime(Duration.ofMillis(10)).start();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        devnet.close();
    }

    private CommandRun amp(String... args) {
        return ampWith("", args);
    }

    private CommandRun ampWith(String input, String... args) {
        return CommandRun.in(Map.of("AMP_ADMIN_URL", devnet.adminUrl(), "AMP_AUTH_TOKEN", "se-cret"), input, args);
    }

    private JsonNode json(String... args) throws IOException {
        return parsed(amp(args));
    }

    private static JsonNode parsed(CommandRun run) throws IOException {
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    static List<String> commands() {
        List<String> commands = new ArrayList<>();
        for (CommandGroup group : List.of(
                new DatasetsGroup(Console.ofProcess()),
                new JobsGroup(Console.ofProcess()),
                new ManifestsGroup(Console.ofProcess()),
                new ProvidersGroup(Console.ofProcess()),
                new RevisionsGroup(Console.ofProcess()),
                new WorkersGroup(Console.ofProcess()),
                new RegistryGroup(Console.ofProcess()),
                new AuthGroup(Console.ofProcess()))) {
            String word = group.getClass().getSimpleName().replace("Group", "").toLowerCase(Locale.ROOT);
            group.parts().forEach(part -> commands.add(word + " " + part.word()));
        }
        return commands;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_has_help_that_fits_a_terminal(String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.add("--help");
        CommandRun help = CommandRun.onTerminal(words.toArray(String[]::new));
        assertThat(help.code()).isZero();
        assertThat(help.out()).startsWith("Usage: amp " + command).contains("--json");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void a_group_alone_says_what_there_is() {
        CommandRun run = amp("datasets");
        assertThat(run.code()).isEqualTo(ExitCode.USER.code());
        assertThat(run.err()).startsWith("error AMP-CLI-USAGE").contains("list", "deploy", "amp datasets --help");
    }

    @Test
    void datasets_are_listed_and_shown() throws IOException {
        assertThat(amp("datasets", "list").out()).contains("_/eth_rpc  1.0.0");
        assertThat(json("datasets", "list", "--json").get(0).get("name").asText())
                .isEqualTo("_/eth_rpc");
        assertThat(amp("datasets", "show", "_/eth_rpc").out()).contains("kind ", "evm-rpc", "blocks transactions logs");
        assertThat(amp("datasets", "versions", "_/eth_rpc").out()).contains("1.0.0", "dev");
        assertThat(json("datasets", "versions", "_/eth_rpc", "--json")
                        .get("latest")
                        .asText())
                .isEqualTo("1.0.0");
        assertThat(amp("datasets", "versions", "no/such").out()).contains("no such dataset");
        assertThat(json("datasets", "manifest", "_/eth_rpc@1.0.0").get("kind").asText())
                .isEqualTo("evm-rpc");
    }

    @Test
    void columns_are_found_by_name_and_type() throws IOException {
        JsonNode found = json("datasets", "inspect", "_/eth_rpc@latest", "--type", "BINARY(20)", "--json");
        assertThat(found.at("/tables/0/name").asText()).isEqualTo("blocks");
        assertThat(found.at("/tables/0/columns")).hasSize(1);
        assertThat(found.at("/tables/0/columns/0/name").asText()).isEqualTo("miner");
        String text = amp("datasets", "inspect", "_/eth_rpc", "--column", "topic", "--table", "logs")
                .out();
        assertThat(text).contains("logs, network devnet, 4 columns", "topic0", "FixedSizeBinary(32)");
        assertThat(text).doesNotContain("address");
        assertThat(amp("datasets", "inspect", "_/eth_rpc", "--column", "nonsense")
                        .out())
                .contains("nothing in");
    }

    @Test
    void from_sql_to_a_filled_dataset() throws IOException {
        CommandRun draft = amp(
                "datasets",
                "draft",
                DRAFT,
                "--dependency",
                "eth=_/eth_rpc@1.0.0",
                "-t",
                "hashes",
                "--network",
                "devnet");
        assertThat(draft.code()).as(draft.err()).isZero();
        JsonNode registered = parsed(ampWith(draft.out(), "datasets", "register", "_/copy@1.0.0", "-", "--json"));
        assertThat(registered.get("ref").asText()).isEqualTo("_/copy@1.0.0");

        JsonNode done = json(
                "datasets",
                "deploy",
                "_/copy@1.0.0",
                "--end-block",
                "latest",
                "--wait",
                "--poll",
                "5ms",
                "--timeout",
                "30s",
                "--json");
        assertThat(done.get("status").asText()).isEqualTo("COMPLETED");
        assertThat(amp("datasets", "jobs", "_/copy@1.0.0").out()).contains("COMPLETED", "_/copy");
        String hash = registered.get("manifest_hash").asText();
        assertThat(amp("datasets", "register", "_/other", hash).out()).contains("_/other@dev");
        assertThat(amp("manifests", "datasets", hash).out()).contains("_/copy@1.0.0");
    }

    @Test
    void what_cannot_be_taken_back_is_only_shown_at_first() throws IOException {
        assertThat(amp("datasets", "delete", "_/eth_rpc").out()).contains("would delete", "--yes");
        assertThat(json("datasets", "list", "--json")).hasSize(1);
        assertThat(json("datasets", "delete", "_/eth_rpc", "--yes", "--json")
                        .get("done")
                        .asBoolean())
                .isTrue();
        assertThat(amp("datasets", "list").out()).contains("there are no datasets");
    }

    @ParameterizedTest
    @CsvSource({
        "datasets show no/such@1.0.0, 2, AMP-ADMIN-DATASET-NOT-FOUND",
        "datasets show nonsense, 2, AMP-BAD-OPTION",
        "datasets delete _/eth_rpc@1.0.0 --yes, 2, AMP-ADMIN-CANNOT-DELETE-LATEST-VERSION",
        "datasets deploy _/eth_rpc --end-block soon, 2, AMP-CLI-USAGE",
        "datasets deploy _/eth_rpc --worker nobody, 2, AMP-ADMIN-WORKER-NOT-AVAILABLE",
        "datasets deploy _/eth_rpc --timeout 1s, 2, AMP-CLI-USAGE",
        "datasets register _/x no-such-file.json, 2, AMP-BAD-OPTION",
        "datasets restore _/eth_rpc --revision-id 3, 2, AMP-CLI-USAGE",
        "datasets list --devnet --admin-url http://x, 2, AMP-CLI-USAGE",
        "datasets list --admin-url http://127.0.0.1:1, 3, AMP-UNAVAILABLE",
        "jobs show 99, 2, AMP-ADMIN-JOB-NOT-FOUND",
        "jobs delete 1, 2, AMP-ADMIN-JOB-CONFLICT",
        "jobs delete, 2, AMP-CLI-USAGE",
        "jobs list --limit 0, 2, AMP-CLI-USAGE",
        "jobs wait 1 --timeout 50ms --poll 5ms, 3, AMP-DEADLINE",
        "manifests show abc, 2, AMP-ADMIN-INVALID-HASH",
        "providers show nobody, 2, AMP-ADMIN-PROVIDER-NOT-FOUND",
        "revisions delete 1 --yes, 2, AMP-ADMIN-REVISION-IS-ACTIVE",
        "revisions list --active --inactive, 2, AMP-CLI-USAGE",
        "workers show nobody, 2, AMP-ADMIN-WORKER-NOT-FOUND"
    })
    void what_goes_wrong_has_a_code_and_an_exit_code(String command, int exit, String code) throws IOException {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        CommandRun text = amp(words.toArray(String[]::new));
        assertThat(text.code()).as(text.err()).isEqualTo(exit);
        assertThat(text.out()).isEmpty();
        assertThat(text.err()).startsWith("error " + code + ": ").doesNotContain("\tat ", "se-cret");
        words.add("--json");
        CommandRun json = amp(words.toArray(String[]::new));
        assertThat(new ObjectMapper().readTree(json.err()).at("/error/code").asText())
                .isEqualTo(code);
    }

    @Test
    void a_job_is_followed_stopped_and_deleted() throws IOException {
        String id =
                json("datasets", "deploy", "_/eth_rpc", "--json").get("job_id").asText();
        assertThat(json("jobs", "wait", id, "--until-block", "20", "--poll", "5ms", "--json")
                        .at("/tables/logs/current_block")
                        .asLong())
                .isGreaterThanOrEqualTo(20);
        assertThat(amp("jobs", "list").out()).contains("RUNNING", "_/eth_rpc");
        assertThat(amp("jobs", "progress", id).out()).contains("job " + id + ": RUNNING", "transactions", "to block");
        assertThat(amp("jobs", "events", id).out()).contains("SCHEDULED", "RUNNING");
        assertThat(json("jobs", "events", id, "--event", "1", "--json")
                        .at("/detail/dataset_name")
                        .asText())
                .isEqualTo("eth_rpc");
        assertThat(amp("jobs", "stop", id).out()).startsWith("job " + id + " is STOP");
        CommandRun stopped = amp("jobs", "wait", id, "--poll", "5ms");
        assertThat(stopped.err()).contains("AMP-ADMIN-JOB-STOPPED");
        assertThat(stopped.code()).isEqualTo(ExitCode.USER.code());
        assertThat(json("jobs", "list", "--status", "all", "--limit", "1", "--json")
                        .at("/0/status")
                        .asText())
                .isEqualTo("STOPPED");
        assertThat(amp("jobs", "delete", id).code()).isZero();
        assertThat(amp("jobs", "delete", "--ended", "terminal").code()).isZero();
        assertThat(json("jobs", "list", "--status", "all", "--json")).hasSize(1);
    }

    @Test
    void a_failed_job_says_why_and_is_the_servers_fault() {
        String id = String.valueOf(1);
        devnet.failJob(1, "block 17 cannot be had");
        CommandRun run = amp("jobs", "wait", id);
        assertThat(run.code()).isEqualTo(ExitCode.SERVER.code());
        assertThat(run.err()).contains("AMP-ADMIN-JOB-FAILED", "block 17 cannot be had");
    }

    @Test
    void manifests_are_kept_shown_and_pruned() throws IOException {
        Path file = Files.writeString(
                folder.resolve("m.json"),
                amp("datasets", "manifest", "_/eth_rpc").out().replace("devnet", "other"));
        String hash = amp("manifests", "add", file.toString()).out().strip();
        assertThat(hash).hasSize(64);
        assertThat(HexFormat.of().parseHex(hash)).hasSize(32);
        assertThat(json("manifests", "show", hash).get("network").asText()).isEqualTo("other");
        assertThat(amp("manifests", "list").out()).contains(hash, "evm-rpc");
        assertThat(amp("manifests", "datasets", hash).out()).contains("no version");
        assertThat(amp("manifests", "delete", hash).code()).isZero();
        assertThat(json("manifests", "prune", "--json").get("deleted").asLong()).isZero();
    }

    @Test
    void a_providers_secrets_are_shown_only_when_asked_for() throws IOException {
        String provider = """
                {"name": "main", "kind": "evm-rpc", "network": "mainnet", "url": "https://user:k3y@rpc.example/v2/k3y",
                 "api_key": "k3y", "limit": 7, "headers": {"x-key": "k3y"}}""";
        CommandRun put = ampWith(provider, "providers", "put", "-", "--json");
        assertThat(parsed(put).get("settings")).hasSize(5);
        assertThat(put.out()).doesNotContain("k3y");
        for (String[] command : new String[][] {
            {"providers", "list"},
            {"providers", "list", "--json"},
            {"providers", "show", "main"},
            {"providers", "show", "main", "--json"}
        }) {
            assertThat(amp(command).out())
                    .as(String.join(" ", command))
                    .contains("mainnet")
                    .doesNotContain("k3y");
        }
        assertThat(amp("providers", "show", "main").out()).contains("https://rpc.example/***", "limit", "7");
        assertThat(json("providers", "show", "main", "--reveal", "--json")
                        .get("api_key")
                        .asText())
                .isEqualTo("k3y");
        assertThat(amp("providers", "delete", "main").code()).isZero();
        assertThat(json("providers", "list", "--json")).hasSize(1);
        assertThat(ampWith("{}", "providers", "put", "-").err()).contains("AMP-CLI-INPUT");
    }

    @Test
    void revisions_are_created_activated_pruned_and_removed() throws IOException {
        assertThat(amp("revisions", "list", "--active").out()).contains("logs", "job 1", "yes");
        String id = amp("revisions", "create", "_/eth_rpc", "logs", "some/where")
                .out()
                .strip();
        assertThat(amp("revisions", "show", id).out()).contains("some/where", "false");
        assertThat(amp("revisions", "activate", id, "_/eth_rpc", "logs").code()).isZero();
        assertThat(json("revisions", "list", "--inactive", "-n", "5", "--json")).hasSize(1);
        assertThat(amp("revisions", "prune", id, "--before-block", "5", "--delay", "10m")
                        .out())
                .contains("600 s");
        assertThat(amp("revisions", "restore", id).out()).contains("2 files");
        assertThat(amp("revisions", "deactivate", "_/eth_rpc", "logs").code()).isZero();
        assertThat(amp("revisions", "truncate", id).out()).contains("would delete");
        assertThat(amp("revisions", "truncate", id, "--concurrency", "2", "--yes")
                        .code())
                .isZero();
        assertThat(amp("revisions", "file", "1").out()).contains("000000001.parquet");
        assertThat(amp("datasets", "restore", "_/eth_rpc").out()).contains("6 files");
        assertThat(amp("datasets", "restore", "_/eth_rpc", "-t", "logs", "--revision-id", "3")
                        .code())
                .isZero();
    }

    @Test
    void workers_are_listed_and_shown() throws IOException {
        assertThat(amp("workers", "list").out()).contains("worker-devnet-1");
        assertThat(json("workers", "show", "worker-devnet-1", "--json")
                        .at("/build/version")
                        .asText())
                .isEqualTo("devnet");
    }

    @Test
    void a_devnet_can_be_started_for_one_command() {
        assertThat(CommandRun.of("datasets", "list", "--devnet").out()).contains("_/eth_rpc");
    }

    @Test
    void a_server_that_is_named_is_preferred_to_the_environments_admin_url() {
        assertThat(amp("datasets", "list", "--url", "grpc://127.0.0.1:1602").err())
                .contains("http://127.0.0.1:1610");
    }
}
