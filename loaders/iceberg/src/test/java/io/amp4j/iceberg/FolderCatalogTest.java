package io.amp4j.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tables that are folders, whose newest version each writer has to find. */
class FolderCatalogTest extends IcebergTest {
    private Loader folders() {
        return loader("catalog=hadoop", "table.write.metadata.previous-versions-max=2");
    }

    @Test
    void a_writer_that_slept_while_old_versions_were_cleaned_away_goes_on() throws IOException {
        try (Loader loader = folders();
                LoadSession sleeper = loader.open(Blocks.request("blocks"));
                Loader other = folders()) {
            Blocks.commit(sleeper, allocator, List.of(), A0);
            for (int i = 0; i < 6; i++) {
                try (LoadSession session = other.open(Blocks.request("blocks", "another"))) {
                    Blocks.commit(session, allocator, List.of(), Blocks.range("c", 100 + i, 100 + i));
                }
            }
            Files.delete(metadata().resolve("version-hint.text"));
            Blocks.commit(sleeper, allocator, List.of(), A1);
            assertThat(sleeper.recover().records()).hasSize(2);
        }
    }

    private Path metadata() {
        return store.warehouse().resolve("default/blocks/metadata");
    }

    @Test
    void a_table_whose_folder_was_deleted_is_missing() throws IOException {
        try (Loader loader = folders();
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0);
            try (Stream<Path> files = Files.walk(metadata().getParent())) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            AmpException missing = failure(() -> Blocks.commit(session, allocator, List.of(), A1));
            assertThat(missing.code()).isEqualTo(LoadError.TABLE_MISSING);
            assertThat(metadata().resolve("v4.metadata.json")).doesNotExist();
        }
    }
}
