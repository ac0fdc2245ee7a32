package io.amp4j.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.junit.jupiter.api.Test;

/** Commits whose answer is lost, through a catalog that is named by its class. */
class UnknownOutcomeTest extends IcebergTest {
    private Loader flaky() {
        return loader(
                "catalog=impl",
                "iceberg.catalog-impl=" + FlakyCatalog.class.getName(),
                "uri=jdbc:sqlite:" + store.warehouse().resolve("catalog.db"),
                "iceberg.jdbc.schema-version=V1");
    }

    @Test
    void a_commit_that_happened_is_found() {
        try (Loader maker = loader();
                LoadSession made = maker.open(Blocks.request("blocks"))) {
            assertThat(made.opened().records()).isEmpty();
        }
        try (Loader loader = flaky();
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0);
            AmpException lost = failure(() -> commitWith(session, FlakyCatalog.Fault.HAPPENED));
            assertThat(lost.code()).isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
            assertThat(session.recover().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(A0, A1);
            Blocks.commit(session, allocator, List.of(), A2);
        }
        assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, A1, A2));
    }

    @Test
    void a_commit_that_is_still_on_its_way_after_recovering_is_refused() throws IOException {
        try (Loader maker = loader();
                LoadSession made = maker.open(Blocks.request("blocks"))) {
            assertThat(made.opened().records()).isEmpty();
        }
        try (Loader loader = flaky();
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0);
            failure(() -> commitWith(session, FlakyCatalog.Fault.ON_ITS_WAY));
            assertThat(dataFiles()).as("files of a commit that may yet happen").isEqualTo(2);
            assertThat(session.recover().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(A0);
            assertThat(dataFiles()).isEqualTo(1);

            Runnable late = Objects.requireNonNull(FlakyCatalog.LATE.getAndSet(null));
            assertThatThrownBy(late::run).isInstanceOf(CommitFailedException.class);
            Blocks.commit(session, allocator, List.of(), A1);
        }
        assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, A1));
    }

    private void commitWith(LoadSession session, FlakyCatalog.Fault fault) {
        FlakyCatalog.NEXT.set(fault);
        Blocks.commit(session, allocator, List.of(), A1);
    }

    private long dataFiles() throws IOException {
        try (Stream<Path> files = Files.list(store.warehouse().resolve("default/blocks/data"))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .count();
        }
    }
}
