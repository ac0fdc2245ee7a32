package io.amp4j.deltalake;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.Unit;
import io.amp4j.storage.testkit.ForcedPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is Delta's own: files and their removal, partitions, checkpoints. */
class DeltaLoaderTest extends DeltaTest {
    @Test
    void a_commit_carries_rows_state_and_seq() throws IOException {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader)) {
            commit(session, List.of(), range("a", 0, 9));
        }

        assertThat(log(0)).contains("\"metaData\"").contains("amp4j.blocks");
        assertThat(log(1))
                .contains("\"txn\":{\"appId\":\"amp4j.blocks\",\"version\":1")
                .contains("\"domain\":\"amp4j.blocks\"")
                .contains("\"domain\":\"amp4j.blocks#0\"")
                .contains("\"amp4j.batches\":\"" + BatchId.of(range("a", 0, 9)) + "\"")
                .contains("\\\"minValues\\\":{\\\"block_num\\\":0");
        assertThat(blocks()).isEqualTo(upTo(9));
    }

    @Test
    void a_commit_names_files_that_outlive_a_power_failure() {
        List<Path> forced;
        try (Loader loader = Destinations.open("delta:" + directory, Map.of("mixed-file-bytes", "1B"));
                LoadSession session = open(loader)) {
            forced = ForcedPaths.during(() -> commit(session, List.of(), range("a", 0, 9), range("a", 10, 19)));
        }

        Path table = directory.resolve("blocks");
        List<Path> data = files().stream().map(table::resolve).toList();
        assertThat(data).hasSize(2);
        assertThat(forced).hasSize(5);
        assertThat(forced.subList(0, 3))
                .as("before the commit")
                .containsAll(data)
                .contains(table);
        assertThat(forced).endsWith(table.resolve("_delta_log"));
    }

    @Test
    void a_reorg_takes_whole_files_out_in_one_commit() throws IOException {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader)) {
            commit(session, List.of(), range("a", 0, 4));
            commit(session, List.of(), range("a", 5, 9));
            List<String> before = files();
            commit(session, List.of(range("a", 5, 9)), range("b", 5, 10));

            assertThat(files()).hasSize(2).containsAnyElementsOf(before);
        }
        assertThat(log(3).lines().filter(line -> line.startsWith("{\"remove\"")))
                .hasSize(1);
        assertThat(log(3).lines().filter(line -> line.startsWith("{\"add\""))).hasSize(1);
        assertThat(blocks()).isEqualTo(upTo(10));
    }

    @Test
    void of_a_file_with_surviving_rows_those_are_written_anew() {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader)) {
            commit(session, List.of(), range("a", 0, 4), range("a", 5, 9), range("a", 10, 14));
            assertThat(files()).hasSize(1);
            commit(session, List.of(range("a", 10, 14)), range("b", 10, 11));
            assertThat(blocks()).isEqualTo(upTo(11));

            commit(session, List.of(range("a", 5, 9), range("b", 10, 11)), range("c", 5, 6));
            assertThat(blocks()).isEqualTo(upTo(6));
        }
    }

    @Test
    void a_later_session_finds_the_files_of_an_earlier_one() {
        try (Loader loader = loader(Map.of("table-properties", "delta.checkpointInterval=2"));
                LoadSession session = open(loader)) {
            for (int i = 0; i < 7; i++) {
                commit(session, List.of(), range("a", i * 10L, i * 10L + 9));
            }
        }
        assertThat(directory.resolve("blocks/_delta_log/_last_checkpoint")).exists();
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader)) {
            assertThat(session.opened().records()).hasSize(7);
            commit(session, List.of(range("a", 60, 69)), range("b", 60, 61));
        }
        assertThat(blocks()).isEqualTo(upTo(61));
    }

    @Test
    void rows_are_split_by_partition_and_a_reorg_too() {
        Map<String, String> settings = Map.of("partition-by", "KIND");
        try (Loader loader = loader(settings);
                LoadSession session = open(loader)) {
            commit(session, List.of(), range("a", 0, 4), range("a", 5, 9));
            assertThat(files()).hasSize(2).anyMatch(file -> file.startsWith("kind=even/"));
            commit(session, List.of(range("a", 5, 9)), range("b", 5, 6));
        }
        assertThat(blocks()).isEqualTo(upTo(6));
        try (DeltaReader reader = reader()) {
            assertThat(reader.rows("blocks", List.of(BLOCK, KIND)))
                    .allSatisfy(row -> assertThat(row.get("kind"))
                            .isEqualTo(((Number) row.get("block_num")).longValue() % 2 == 0 ? "even" : "o/d d"));
        }
    }

    @Test
    void a_table_that_is_partitioned_otherwise_is_refused() {
        try (Loader loader = loader(Map.of("partition-by", "kind"))) {
            open(loader).close();
        }
        try (Loader loader = loader(Map.of("partition-by", "block_num"))) {
            AmpException refusal = failure(() -> open(loader));
            assertThat(refusal.code()).isEqualTo(LoadError.SCHEMA_MISMATCH);
            assertThat(refusal).hasMessageContaining("partitioned by [kind]");
        }
    }

    @Test
    void table_properties_are_those_asked_for() {
        try (Loader loader = loader(Map.of("table-properties", "delta.logRetentionDuration=interval 2 days, own=x"))) {
            open(loader).close();
        }
        try (DeltaReader reader = reader()) {
            assertThat(reader.table("blocks").properties())
                    .containsEntry("delta.logRetentionDuration", "interval 2 days")
                    .containsEntry("own", "x")
                    .containsEntry("delta.checkpointInterval", "100");
        }
    }

    @Test
    void a_unit_that_is_rolled_back_leaves_no_file() throws IOException {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader);
                Unit unit = session.begin()) {
            write(unit, range("a", 0, 1));
        }
        try (Stream<Path> left = Files.list(directory.resolve("blocks"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("_delta_log");
        }
    }

    @Test
    void starting_over_takes_the_streams_rows_out_with_the_opening() throws IOException {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader)) {
            commit(session, List.of(), range("a", 0, 4), range("a", 5, 9));
        }
        try (Loader loader = loader(Map.of());
                LoadSession session = loader.open(request(LoadMode.STREAM, ResumePolicy.START_OVER))) {
            assertThat(session.opened().records()).isEmpty();
            assertThat(blocks()).isEmpty();
            commit(session, List.of(), range("c", 0, 1));
        }
        assertThat(log(2)).contains("{\"remove\"").contains("amp4j.blocks");
        assertThat(blocks()).isEqualTo(upTo(1));
    }

    @Test
    void a_table_that_takes_no_rows_back_is_refused_for_a_stream() {
        try (Loader loader = loader(Map.of("table-properties", "delta.appendOnly=true"))) {
            loader.open(request(LoadMode.APPEND, ResumePolicy.RESUME)).close();
            AmpException refusal = failure(() -> open(loader));
            assertThat(refusal.code()).isEqualTo(LoadError.UNSUPPORTED);
            assertThat(refusal).hasMessageContaining("delta.appendOnly");
        }
    }

    @Test
    void the_state_is_cut_so_that_a_commit_writes_what_it_changes() throws IOException {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader)) {
            for (int i = 0; i < 3; i++) {
                commit(session, List.of(), range("a", i * 64L, i * 64L + 63));
            }
            assertThat(log(3)).contains("amp4j.blocks#2").doesNotContain("amp4j.blocks#1");
            commit(session, List.of(range("a", 64, 127), range("a", 128, 191)), range("b", 64, 65));
            assertThat(session.recover().records()).hasSize(2);
        }
    }
}
