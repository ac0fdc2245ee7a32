package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.devnet.Devnet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code amp registry}. */
@Timeout(60)
class RegistryCommandsTest {
    private final Devnet devnet = Devnet.builder().start();
    private final String token = devnet.auth().logIn().accessToken();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        devnet.close();
    }

    private CommandRun amp(String... args) {
        return CommandRun.in(Map.of("AMP_REGISTRY_URL", devnet.registryUrl(), "AMP_AUTH_TOKEN", token), "", args);
    }

    private JsonNode json(String... args) throws IOException {
        CommandRun run = amp(args);
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private String manifest() throws IOException {
        Path file = folder.resolve("manifest.json");
        Files.writeString(file, amp("registry", "manifest", "devnet/eth_rpc").out());
        return file.toString();
    }

    private CommandRun published() throws IOException {
        return amp(
                "registry",
                "publish",
                "me/transfers@1.0.0",
                manifest(),
                "--chain",
                "devnet",
                "--description",
                "ERC-20 transfers",
                "--keyword",
                "erc20",
                "--license",
                "Apache-2.0");
    }

    @Test
    void what_others_published_is_found_and_inspected() throws IOException {
        assertThat(amp("registry", "list").out()).contains("devnet/eth_rpc", "1.0.0", "Blocks, transactions");
        assertThat(amp("registry", "search", "blocks", "zebra").out()).contains("devnet/eth_rpc");
        assertThat(json("registry", "search", "blocks", "--ai", "--json")
                        .at("/datasets/0/score")
                        .asDouble())
                .isEqualTo(1.0);
        assertThat(amp("registry", "search", "zebra").out()).contains("there is no such dataset");
        assertThat(amp("registry", "show", "devnet/eth_rpc").out()).contains("owner", "public");
        assertThat(json("registry", "inspect", "devnet/eth_rpc@latest", "--column", "base_fee", "--json")
                        .at("/tables/0/columns/0/type")
                        .asText())
                .isEqualTo("Decimal128(38, 0)");
        assertThat(json("registry", "list", "--sort-by", "created_at", "--descending", "-n", "1", "--json")
                        .get("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_dataset_is_published_changed_and_archived() throws IOException {
        CommandRun run = published();
        assertThat(run.out()).as(run.err()).isEqualTo("published me/transfers@1.0.0, public\n");
        assertThat(amp(
                                "registry",
                                "publish-version",
                                "me/transfers@1.1.0",
                                manifest(),
                                "--draft",
                                "--changelog",
                                "More")
                        .out())
                .contains("as draft");
        assertThat(amp("registry", "versions", "me/transfers").out()).contains("1.1.0", "draft", "More", "1.0.0");
        assertThat(amp("registry", "status", "me/transfers@1.1.0", "published").out())
                .contains("is published");
        assertThat(json("registry", "update", "me/transfers", "--description", "All of them", "--json")
                        .at("/about/license")
                        .asText())
                .as("what was not said stays")
                .isEqualTo("Apache-2.0");
        assertThat(amp("registry", "visibility", "me/transfers", "private").out())
                .contains("is private");
        assertThat(amp("registry", "delete-version", "me/transfers@1.0.0").out())
                .contains("would archive");
        assertThat(amp("registry", "delete-version", "me/transfers@1.0.0", "--yes")
                        .code())
                .isZero();
        assertThat(json("registry", "versions", "me/transfers", "--json")
                        .at("/1/status")
                        .asText())
                .isEqualTo("archived");
    }

    @Test
    void publishing_takes_a_login_and_a_version() throws IOException {
        String file = manifest();
        CommandRun stranger = CommandRun.in(
                Map.of(
                        "AMP_REGISTRY_URL",
                        devnet.registryUrl(),
                        "AMP_AUTH_FILE",
                        folder.resolve("none").toString()),
                "",
                "registry",
                "publish",
                "me/x@1.0.0",
                file);
        assertThat(stranger.code()).isEqualTo(ExitCode.USER.code());
        assertThat(stranger.err()).contains("AMP-UNAUTHENTICATED", "amp auth login");
        assertThat(amp("registry", "publish", "me/x", file).err()).contains("AMP-CLI-USAGE", "me/x@1.0.0");
        assertThat(amp("registry", "show", "me/x").err()).contains("AMP-REGISTRY-DATASET-NOT-FOUND");
    }

    @Test
    void a_registry_that_is_not_there_is_not_taken_for_a_server_of_the_user() {
        CommandRun run = CommandRun.of("registry", "list", "--registry-url", "http://127.0.0.1:1");
        assertThat(run.code()).isEqualTo(ExitCode.SERVER.code());
        assertThat(run.err()).contains("AMP-UNAVAILABLE", "http://127.0.0.1:1").doesNotContain("--url");
    }
}
