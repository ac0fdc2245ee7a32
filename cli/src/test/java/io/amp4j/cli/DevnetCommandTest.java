package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.devnet.Devnet;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code amp devnet} refuses; that it runs is for {@link ProcessTest}. */
@Timeout(60)
class DevnetCommandTest {
    @ParameterizedTest
    @CsvSource({
        "--port, 70000, 70000 is no port",
        "--reorg-every, 1, never grows",
        "--reorg-depth, 0, at least 1",
        "--blocks, -1, at least 0",
        "--block-time, soon, 'write 500ms, 1s or 2m30s'",
        "--block-time, -1s, more than zero"
    })
    void an_option_that_makes_no_sense_is_the_users_mistake(String option, String value, String said) {
        CommandRun run = CommandRun.of("devnet", option, value);
        assertThat(run.code()).isEqualTo(ExitCode.USER.code());
        assertThat(run.err()).startsWith("error AMP-").contains(said).doesNotContain("\tat ");
    }

    @Test
    void a_port_that_is_taken_is_said(@TempDir Path unused) {
        try (Devnet devnet = Devnet.builder().start()) {
            CommandRun run = CommandRun.of("devnet", "--port", String.valueOf(devnet.port()));
            assertThat(run.code()).isEqualTo(ExitCode.RESOURCE.code());
            assertThat(run.err()).startsWith("error AMP-DEVNET-PORT: ").contains(String.valueOf(devnet.port()));
        }
    }
}
