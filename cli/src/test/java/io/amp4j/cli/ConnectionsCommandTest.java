package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code amp connections}, and {@code --to NAME}. */
class ConnectionsCommandTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void files_of_this_test() {
        environment.put(
                "AMP_CONNECTIONS_FILE", folder.resolve("connections.json").toString());
        environment.put("FLIGHT_SQL_CONNECTIONS", folder.resolve("none.json").toString());
    }

    private CommandRun amp(String... words) {
        return CommandRun.in(environment, "", words);
    }

    @Test
    void a_name_stands_for_a_destination_wherever_one_is_asked_for() {
        String file = folder.resolve("chain.duckdb").toString();
        assertThat(amp("connections", "add", "local", "duckdb:" + file).code()).isZero();

        CommandRun load = amp(
                "load",
                "--devnet",
                "--to",
                "local",
                "--table",
                "blocks",
                "SELECT block_num FROM eth_rpc.blocks LIMIT 3");

        assertThat(load.code()).as(load.err()).isZero();
        assertThat(load.err()).contains("loading into local, table blocks");
        assertThat(amp("status", "--to", "local").out()).contains("blocks");
        assertThat(amp("connections", "test", "local", "--json").out())
                .contains("\"store\":\"DuckDB v", "\"streams\":1");
        assertThat(amp("connections", "remove", "local").code()).isZero();
        CommandRun gone = amp("status", "--to", "local");
        assertThat(gone.code()).isEqualTo(ExitCode.USER.code());
        assertThat(gone.err()).contains("no connection is named 'local'", "there are none yet");
    }

    /** The nearer to the command, the stronger: what a connection's URI says is changed for once by --set. */
    @Test
    void a_setting_of_the_command_wins_over_the_connection_and_both_over_its_uri() {
        String uri = "duckdb:" + folder.resolve("chain.duckdb") + "?commit-interval=${WRONG}&threads=${WRONG}";
        assertThat(amp("connections", "add", "local", uri, "--set", "threads=1").code())
                .isZero();
        environment.put("WRONG", "never");

        CommandRun asStored = amp("status", "--to", "local");
        CommandRun changed = amp(
                "load",
                "--devnet",
                "--to",
                "local",
                "--set",
                "commit-interval=1s",
                "--table",
                "blocks",
                "SELECT block_num FROM eth_rpc.blocks LIMIT 3");

        assertThat(asStored.err()).contains("setting 'commit-interval' takes");
        assertThat(changed.code()).as(changed.err()).isZero();
    }

    @Test
    void secrets_are_kept_and_never_shown() {
        CommandRun add = CommandRun.in(
                environment,
                "s3cret\n",
                "connections",
                "add",
                "db",
                "duckdb:" + folder.resolve("x.duckdb"),
                "--set",
                "threads=2",
                "--json");
        assertThat(add.code()).as(add.err()).isZero();
        CommandRun secret = CommandRun.in(
                environment, "s3cret\n", "connections", "add", "pg", "postgresql://me@h/d", "--secret", "password");
        assertThat(secret.code()).as(secret.err()).isZero();

        CommandRun shown = amp("connections", "show", "pg", "--json");
        CommandRun listed = amp("connections", "list");

        assertThat(shown.out()).contains("\"password\":\"***\"").doesNotContain("s3cret");
        assertThat(listed.out()).contains("db", "pg", "postgresql://me@h/d").doesNotContain("s3cret");
        assertThat(amp("connections", "add", "pg", "duckdb:y").err()).contains("--replace");
    }
}
