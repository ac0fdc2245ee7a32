package io.amp4j.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpClient;
import io.amp4j.client.AmpException;
import io.amp4j.client.BatchStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server once said, said again. */
@Timeout(60)
class RecordingTest {
    private static final String SQL = "SELECT block_num, hash, base_fee_per_gas FROM eth_rpc.blocks";

    @TempDir
    private Path directory;

    @Test
    void a_recorded_answer_is_given_again_to_the_letter() throws IOException {
        Path file = directory.resolve("blocks.ampflt");
        List<List<String>> rows;
        try (Devnet devnet = Devnet.builder().seed(99).blocks(30).start()) {
            rows = Rows.canonical(devnet, SQL);
            Recording.capture(devnet.url(), SQL).write(file);
        }
        try (Devnet devnet = Devnet.builder().replay("whatever was asked", file).start();
                AmpClient client = AmpClient.connect(devnet.url());
                BatchStream stream = client.sql("whatever was asked").batches()) {
            assertThat(Rows.of(stream)).isEqualTo(rows);
        }
    }

    @Test
    void a_recording_survives_its_file() throws IOException {
        Path file = directory.resolve("some.ampflt");
        new Recording(new byte[] {1, 2}, List.of(new byte[] {3}, new byte[0])).write(file);
        Recording read = Recording.read(file);
        assertThat(read.info()).containsExactly(1, 2);
        assertThat(read.messages()).hasSize(2);
        assertThat(read.messages().get(0)).containsExactly(3);
    }

    @Test
    void a_file_that_is_no_recording_is_refused() throws IOException {
        Path file = directory.resolve("other");
        Files.write(file, new byte[] {1, 2, 3});
        assertRefused(file);
        Path cut = directory.resolve("cut");
        new Recording(new byte[100], List.of(new byte[100])).write(cut);
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 150));
        assertRefused(cut);
    }

    private static void assertRefused(Path file) {
        assertThatThrownBy(() -> Recording.read(file))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(DevnetError.DATASET));
    }
}
