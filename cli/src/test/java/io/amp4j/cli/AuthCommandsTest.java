package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.devnet.Devnet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code amp auth}, and that other commands use the login. */
@Timeout(60)
class AuthCommandsTest {
    private final Devnet devnet = Devnet.builder().requireLogin().start();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        devnet.close();
    }

    private Map<String, String> environment() {
        return Map.of(
                "AMP_AUTH_URL", devnet.authUrl(),
                "AMP_AUTH_FILE", folder.resolve("login/amp_cli_auth").toString(),
                "AMP_ADMIN_URL", devnet.adminUrl());
    }

    private CommandRun amp(String... args) {
        return CommandRun.in(environment(), "", args);
    }

    /** A browser that keeps what it was asked to open. */
    private Path browser() throws IOException {
        Path script = folder.resolve("browser");
        Files.writeString(
                script,
                "#!/bin/sh\necho \"$1\" >'" + folder + "/opened.new'\nmv '" + folder + "/opened.new' '" + folder
                        + "/opened'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    private CompletableFuture<CommandRun> begun(String... args) throws IOException {
        Map<String, String> variables = new HashMap<>(environment());
        variables.put("BROWSER", browser().toString());
        return CompletableFuture.supplyAsync(() -> CommandRun.in(variables, "", args));
    }

    private String codeOnceBegun() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                return devnet.auth().lastUserCode();
            } catch (IllegalStateException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("no login was begun in time");
    }

    @Test
    void a_login_opens_a_browser_is_kept_and_used_and_forgotten() throws Exception {
        CompletableFuture<CommandRun> login = begun("auth", "login");
        String code = codeOnceBegun();
        devnet.auth().approve(code);
        CommandRun run = login.join();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("logged in as devnet-user\n");
        assertThat(run.err()).contains("Your browser opens " + devnet.authUrl(), "the code " + code);
        while (!Files.exists(folder.resolve("opened"))
                && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        assertThat(Files.readString(folder.resolve("opened")))
                .startsWith(devnet.authUrl())
                .contains(code);

        assertThat(amp("auth", "status").out()).contains("logged in as devnet-user", "good until");
        assertThat(amp("datasets", "list").out()).contains("_/eth_rpc");
        assertThat(amp("query", "--url", devnet.url(), "--json", "SELECT hash FROM eth_rpc.blocks LIMIT 1")
                        .code())
                .isZero();

        assertThat(amp("auth", "logout").out()).isEqualTo("logged out\n");
        assertThat(amp("auth", "logout").out()).isEqualTo("nobody was logged in\n");
        CommandRun after = amp("datasets", "list");
        assertThat(after.code()).isEqualTo(ExitCode.USER.code());
        assertThat(after.err()).contains("AMP-UNAUTHENTICATED", "amp auth login");
    }

    @Test
    void scripts_read_what_to_confirm_and_who_it_was() throws Exception {
        CompletableFuture<CommandRun> login = begun("auth", "login", "--no-browser", "--json");
        devnet.auth().approve(codeOnceBegun());
        List<String> lines = login.join().out().lines().toList();
        JsonNode confirm = new ObjectMapper().readTree(lines.get(0));
        assertThat(confirm.get("event").asText()).isEqualTo("confirm");
        assertThat(confirm.get("verification_uri").asText()).startsWith(devnet.authUrl());
        assertThat(confirm.get("browser").asBoolean()).isFalse();
        assertThat(new ObjectMapper().readTree(lines.get(1)).get("user_id").asText())
                .isEqualTo("devnet-user");
        assertThat(folder.resolve("opened")).doesNotExist();
    }

    @Test
    void a_login_that_is_denied_is_said_in_words() throws Exception {
        CompletableFuture<CommandRun> login = begun("auth", "login", "--no-browser");
        devnet.auth().deny(codeOnceBegun());
        assertThat(login.join().code()).isEqualTo(ExitCode.USER.code());
        assertThat(login.join().err()).contains("error AMP-LOGIN-DENIED: ");
    }

    @Test
    void the_token_is_printed_by_one_command_alone() throws Exception {
        var session = devnet.auth().logIn();
        Path file = folder.resolve("login/amp_cli_auth");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"accessToken\":\"" + session.accessToken() + "\",\"userId\":\"u\",\"refreshToken\":\""
                        + session.refreshToken() + "\",\"accounts\":[],\"expiry\":99999999999999}");
        assertThat(amp("auth", "token").out()).isEqualTo(session.accessToken() + "\n");
        for (String[] command : new String[][] {
            {"auth", "status"},
            {"auth", "status", "--json"},
            {"datasets", "list", "--verbose"},
            {"datasets", "show", "no/such", "--verbose"}
        }) {
            CommandRun run = amp(command);
            assertThat(run.out() + run.err())
                    .as(String.join(" ", command))
                    .doesNotContain(session.accessToken(), session.refreshToken());
        }
    }

    @Test
    void without_a_login_scripts_can_tell() throws IOException {
        CommandRun status = amp("auth", "status", "--json");
        assertThat(status.code()).isEqualTo(ExitCode.USER.code());
        assertThat(new ObjectMapper().readTree(status.out()).get("logged_in").asBoolean())
                .isFalse();
        assertThat(amp("auth", "token").err()).contains("AMP-LOGIN-REQUIRED");
    }

    @Test
    void a_token_of_the_environment_goes_first() {
        CommandRun run = CommandRun.in(Map.of("AMP_AUTH_TOKEN", "mine"), "", "auth", "token");
        assertThat(run.out()).isEqualTo("mine\n");
        assertThat(CommandRun.in(Map.of("AMP_AUTH_TOKEN", "mine"), "", "auth", "status")
                        .out())
                .contains("AMP_AUTH_TOKEN")
                .doesNotContain("mine");
    }

    @Test
    void each_system_has_its_way_to_a_browser() {
        URI page = URI.create("https://auth.example/device?user_code=A");
        assertThat(Browser.command(page, Map.of(), "Linux")).isEmpty();
        assertThat(Browser.command(page, Map.of("DISPLAY", ":0"), "Linux"))
                .contains(List.of("xdg-open", page.toString()));
        assertThat(Browser.command(page, Map.of(), "Mac OS X")).contains(List.of("open", page.toString()));
        assertThat(Browser.command(page, Map.of(), "Windows 11").orElseThrow()).endsWith(page.toString());
        assertThat(Browser.command(page, Map.of("BROWSER", "lynx"), "Linux"))
                .contains(List.of("lynx", page.toString()));
    }
}
