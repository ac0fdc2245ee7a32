package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmpTest {
    @Test
    void help_lists_every_command_with_what_it_does() {
        CommandRun run = CommandRun.of("--help");
        assertThat(run.code()).isZero();
        for (Subcommand command : Subcommand.ALL) {
            assertThat(run.out()).contains("  " + command.word() + " ", command.summary());
        }
        assertThat(run.out()).contains("Examples:", "Exit codes:");
    }

    @Test
    void every_command_has_help_with_its_summary() {
        for (Subcommand command : Subcommand.ALL) {
            CommandRun run = CommandRun.of(command.word(), "--help");
            assertThat(run.code()).isZero();
            assertThat(run.out()).startsWith("Usage: amp " + command.word()).contains(command.summary());
            assertThat(CommandRun.of("help", command.word()).out()).isEqualTo(run.out());
        }
    }

    @Test
    void version_is_one_line() {
        assertThat(CommandRun.of("--version").out()).startsWith("amp ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "--nonsense",
                "query",
                "query a b",
                "query a --limit many",
                "query a --format xml"
            })
    void words_that_make_no_command_are_the_users_mistake(String words) {
        CommandRun run = CommandRun.of(words.isEmpty() ? new String[0] : words.split(" "));
        assertThat(run.code()).isEqualTo(ExitCode.USER.code());
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("error AMP-CLI-USAGE: ")
                .contains("--help'.")
                .doesNotContain("\tat ");
    }

    @Test
    void a_mistyped_option_gets_the_nearest_one_named() {
        assertThat(CommandRun.of("query", "x", "--formt", "csv").err()).contains("--format");
    }

    @Test
    void errors_are_json_for_scripts() throws IOException {
        CommandRun run = CommandRun.of("query", "--json", "@/no/such/file.sql");
        JsonNode error = new ObjectMapper().readTree(run.err()).get("error");
        assertThat(error.get("code").asText()).isEqualTo("AMP-CLI-INPUT");
        assertThat(error.get("kind").asText()).isEqualTo("USER");
        assertThat(error.get("message").asText()).contains("/no/such/file.sql");
        assertThat(run.code()).isEqualTo(ExitCode.USER.code());
    }

    @Test
    void a_server_that_is_not_there_is_no_stack_trace() {
        CommandRun run = CommandRun.of("query", "--url", "grpc://127.0.0.1:1", "SELECT 1");
        assertThat(run.code()).isEqualTo(ExitCode.SERVER.code());
        assertThat(run.err())
                .startsWith("error AMP-UNAVAILABLE: ")
                .contains("--devnet")
                .doesNotContain("\tat ");
    }

    @Test
    void colours_obey_the_option_over_the_environment() {
        assertThat(CommandRun.onTerminal("--nonsense").err()).doesNotContain("\u001b[");
        assertThat(CommandRun.onTerminal("query", "--nonsense", "--color=always")
                        .err())
                .startsWith("\u001b[31merror\u001b[0m");
        assertThat(CommandRun.onTerminal("query", "--nonsense", "--color", "never")
                        .err())
                .doesNotContain("\u001b[");
    }

    @Test
    void bash_can_read_its_completion_script(@TempDir Path folder) throws Exception {
        Path script = folder.resolve("amp.bash");
        Files.write(script, CommandRun.of("completion", "bash").bytes());
        assertThat(Files.readString(script)).contains("--until-block", "inspect");
        Process bash = new ProcessBuilder("bash", "-n", script.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).isZero();
    }

    @Test
    void fish_completes_commands_options_and_values() {
        assertThat(CommandRun.of("completion", "fish").out())
                .contains("-f -a query -d 'Run SQL")
                .contains("'__fish_seen_subcommand_from datasets' -f -a inspect -d ")
                .contains("'__fish_seen_subcommand_from datasets; and __fish_seen_subcommand_from inspect'")
                .contains(
                        "'__fish_seen_subcommand_from query' -s f -l format -r -f -a 'table json jsonl csv arrow parquet'");
    }
}
