package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.loader.StreamControl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code amp doctor --to}: real loads into real stores, of which nothing is left. */
class DoctorDestinationTest {
    private static final List<String> STEPS =
            List.of("connect", "read", "create table", "write, commit", "resume", "reorg", "state", "rewind", "drop");

    @TempDir
    private Path folder;

    private CommandRun doctor(String... words) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AMP_AUTH_FILE", folder.resolve("login").toString(),
                "AMP_CONNECTIONS_FILE", folder.resolve("connections.json").toString(),
                "FLIGHT_SQL_CONNECTIONS", folder.resolve("none.json").toString()));
        List<String> all = new ArrayList<>(List.of("doctor", "--json", "--to"));
        all.addAll(List.of(words));
        return CommandRun.in(environment, "", all.toArray(String[]::new));
    }

    private static Map<String, JsonNode> steps(CommandRun run) throws Exception {
        Map<String, JsonNode> steps = new HashMap<>();
        new ObjectMapper()
                .readTree(run.out())
                .path("checks")
                .forEach(check -> steps.put(check.path("check").textValue(), check));
        return steps;
    }

    private static String verdict(Map<String, JsonNode> steps, String step) {
        return steps.get(step).path("verdict").asText();
    }

    private static String found(Map<String, JsonNode> steps, String step) {
        return steps.get(step).path("found").asText();
    }

    @Test
    void a_duckdb_file_is_proven_and_left_empty() throws Exception {
        String uri = "duckdb:" + folder.resolve("chain.duckdb");
        CommandRun run = doctor(uri);

        assertThat(run.code()).as(run.out()).isZero();
        Map<String, JsonNode> steps = steps(run);
        assertThat(STEPS).allSatisfy(step -> assertThat(verdict(steps, step)).isEqualTo("ok"));
        assertThat(found(steps, "connect")).contains("chain.duckdb, DuckDB v");
        assertThat(verdict(steps, "log in")).isEqualTo("skipped");
        assertThat(steps.get("rewind").path("found").asText()).contains("as many as the chain has");
        try (StreamControl control = StreamControl.at(uri, Map.of())) {
            assertThat(control.status(Optional.empty())).isEmpty();
        }
    }

    @Test
    void what_a_loader_cannot_drop_is_named() throws Exception {
        CommandRun run = doctor("delta:" + folder.resolve("lake"));

        assertThat(run.code()).as(run.out()).isZero();
        JsonNode drop = steps(run).get("drop");
        assertThat(drop.path("verdict").asText()).isEqualTo("warning");
        try (var left = Files.list(folder.resolve("lake"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .singleElement()
                    .satisfies(name -> assertThat(drop.path("found").asText()).contains(name));
        }
    }

    @Test
    void a_user_without_rights_is_told_which_and_nothing_is_left() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .start();
                Connection owner = server.getPostgresDatabase().getConnection();
                Statement sql = owner.createStatement()) {
            sql.execute("CREATE ROLE reader LOGIN PASSWORD 's3cret'");
            String place = "localhost:" + server.getPort() + "/postgres";
            CommandRun refused = doctor("postgresql://reader:s3cret@" + place);
            CommandRun allowed = doctor("postgresql://postgres@" + place, "--set", "preserve-reorg-history=true");

            assertThat(refused.code()).isEqualTo(ExitCode.DESTINATION.code());
            Map<String, JsonNode> steps = steps(refused);
            assertThat(found(steps, "connect")).contains(", PostgreSQL " + version(owner));
            assertThat(found(steps, "log in")).isEqualTo("as reader");
            assertThat(verdict(steps, "read")).isEqualTo("ok");
            assertThat(verdict(steps, "create table")).isEqualTo("failed");
            assertThat(steps.get("create table").path("found").asText())
                    .contains("permission denied for schema public", "GRANT USAGE, CREATE ON SCHEMA");
            assertThat(verdict(steps, "write, commit")).isEqualTo("skipped");
            assertThat(steps.get("drop").path("found").asText()).isEqualTo("nothing was made");
            assertThat(refused.out()).doesNotContain("s3cret");

            assertThat(allowed.code()).as(allowed.out()).isZero();
            try (ResultSet left = sql.executeQuery(
                    "SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace")) {
                left.next();
                assertThat(left.getString(1)).isEqualTo("amp_stream,amp_stream_load,amp_stream_state");
            }
        }
    }

    @Test
    void a_store_that_does_not_let_in_is_reached_all_the_same() throws Exception {
        try (EmbeddedPostgres server =
                EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
            String place = "localhost:" + server.getPort();
            CommandRun run = doctor("postgresql://nobody:s3cret@" + place + "/postgres");
            CommandRun elsewhere = doctor("postgresql://postgres@" + place + "/nowhere");

            assertThat(run.code()).isEqualTo(ExitCode.USER.code());
            Map<String, JsonNode> steps = steps(run);
            assertThat(verdict(steps, "connect")).isEqualTo("ok");
            assertThat(steps.get("log in").path("code").asText()).isEqualTo("AMP-DESTINATION-AUTH");
            assertThat(STEPS.subList(1, STEPS.size()))
                    .allSatisfy(step -> assertThat(verdict(steps, step)).isEqualTo("skipped"));
            assertThat(run.out()).doesNotContain("s3cret");
            assertThat(steps(elsewhere).get("connect").path("code").asText()).isEqualTo("AMP-CONFIG-INVALID");
        }
    }

    private static String version(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductVersion();
    }

    @Test
    void a_store_that_is_not_there_fails_one_check() throws Exception {
        CommandRun run = doctor("postgresql://127.0.0.1:1/chain");

        assertThat(run.code()).isEqualTo(ExitCode.DESTINATION.code());
        Map<String, JsonNode> steps = steps(run);
        assertThat(steps.get("connect").path("code").asText()).isEqualTo("AMP-DESTINATION-UNAVAILABLE");
        assertThat(STEPS.subList(1, STEPS.size()))
                .allSatisfy(step -> assertThat(verdict(steps, step)).isEqualTo("skipped"));
    }
}
