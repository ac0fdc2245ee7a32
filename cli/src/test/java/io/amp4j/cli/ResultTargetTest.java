package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTargetTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_appears_when_it_is_complete() throws IOException {
        Path file = folder.resolve("result");
        try (ResultTarget target = ResultTarget.completeFile(file)) {
            target.out().write('x');
            assertThat(file).doesNotExist();
            target.complete();
        }
        assertThat(file).hasContent("x");
        assertThat(folder.toFile().list()).containsExactly("result");
    }

    @Test
    void a_failure_leaves_the_old_file_as_it_was() throws IOException {
        Path file = folder.resolve("result");
        Files.writeString(file, "old");
        try (ResultTarget target = ResultTarget.completeFile(file)) {
            target.out().write('x');
        }
        assertThat(file).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("result");
    }

    @Test
    void a_link_stays_a_link() throws IOException {
        Path file = Files.writeString(folder.resolve("result"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (ResultTarget target = ResultTarget.completeFile(link)) {
            target.out().write('x');
            target.complete();
        }
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("x");
    }

    @Test
    void a_folder_that_is_not_there_is_said_in_words() {
        assertThatThrownBy(() -> ResultTarget.completeFile(folder.resolve("no/such/file")))
                .isInstanceOf(AmpException.class)
                .hasMessageContaining("AMP-CLI-OUTPUT")
                .hasMessageContaining("there is no such file or folder");
    }
}
