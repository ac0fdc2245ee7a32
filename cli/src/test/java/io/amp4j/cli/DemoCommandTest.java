package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code amp demo}, short: the chain grows for as many seconds as a reorg needs. */
@Timeout(120)
class DemoCommandTest {
    @TempDir
    private Path folder;

    @Test
    void the_demo_proves_itself_and_goes_on_where_it_stopped() throws Exception {
        String file = folder.resolve("demo.duckdb").toString();
        JsonNode first = proof(CommandRun.of("demo", "--json", "--seconds", "2", "--seed", "7", "--db", file));
        JsonNode second = proof(CommandRun.of("demo", "--json", "--seconds", "2", "--db", file));
        assertThat(second.path("rows").asLong())
                .isGreaterThan(first.path("rows").asLong());
        CommandRun otherSeed = CommandRun.of("demo", "--seconds", "1", "--seed", "8", "--db", file);
        assertThat(otherSeed.code()).isEqualTo(ExitCode.USER.code());
        assertThat(otherSeed.err()).contains("was begun with --seed 7");
    }

    @Test
    void a_killed_demo_goes_on_where_its_rows_end() throws Exception {
        Path file = folder.resolve("killed.duckdb");
        proof(CommandRun.of("demo", "--json", "--seconds", "2", "--seed", "7", "--db", file.toString()));
        // What a process leaves that does not get to its end.
        DemoFile.remember(file, DemoFile.Chain.begun(7));

        CommandRun again = CommandRun.of("demo", "--seconds", "1", "--db", file.toString());

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains("EXACT: ");
    }

    @Test
    void it_tells_its_story_and_leaves_no_file() throws Exception {
        CommandRun run = CommandRun.of("demo", "--seconds", "1");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("1. a server", "2. loading", "3. comparing");
        assertThat(run.out()).contains("EXACT: ", "0 missing, 0 void or doubled", "The newest rows:", "Next:");
        Path file = Path.of(run.err()
                .lines()
                .filter(line -> line.startsWith("loading into duckdb:"))
                .map(line -> line.substring("loading into duckdb:".length(), line.indexOf(", table")))
                .findFirst()
                .orElseThrow());
        assertThat(Files.exists(file.getParent())).isFalse();
    }

    private static JsonNode proof(CommandRun run) throws Exception {
        assertThat(run.code()).as(run.err()).isZero();
        String last = run.out().lines().reduce((earlier, later) -> later).orElseThrow();
        JsonNode proof = new ObjectMapper().readTree(last);
        assertThat(proof.path("event").asText()).isEqualTo("proof");
        assertThat(proof.path("exact").asBoolean()).as(last).isTrue();
        return proof;
    }
}
