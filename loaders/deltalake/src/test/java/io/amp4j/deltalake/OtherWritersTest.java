package io.amp4j.deltalake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import io.delta.kernel.Operation;
import io.delta.kernel.data.Row;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StructType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Engines that append, compact, delete, restore and change a table beside a stream. */
class OtherWritersTest extends DeltaTest {
    /** Another engine's append: a file without amp4j's tags. */
    private void foreignAppend(DeltaReader reader, String from) {
        DeltaTable table = reader.table("blocks");
        AddFile file = table.files().stream()
                .filter(each -> each.getPath().equals(from))
                .findFirst()
                .orElseThrow();
        String copy = "copy-" + System.nanoTime() + ".parquet";
        reader.storage().put("blocks/" + copy, reader.storage().read("blocks/" + from));
        table.commit(Map.of(), Optional.empty(), List.of(untagged(file, copy)), Operation.WRITE);
    }

    private static Row untagged(AddFile file, String path) {
        return SingleAction.createAddFileSingleAction(AddFile.createAddFileRow(
                null,
                path,
                VectorUtils.stringStringMapValue(Map.of()),
                file.getSize(),
                file.getModificationTime(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    @Test
    void another_writers_append_between_lets_the_commit_pass() {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader);
                DeltaReader reader = reader()) {
            commit(session, List.of(), range("a", 0, 1));
            try (Unit unit = session.begin()) {
                write(unit, range("a", 2, 3));
                foreignAppend(reader, files().get(0));
                unit.commit(new StateChange(List.of(), List.of(StreamRecord.of(range("a", 2, 3))), null));
            }
            assertThat(blocks()).containsExactly(0L, 0L, 1L, 1L, 2L, 3L);
            commit(session, List.of(), range("a", 4, 5));
            assertThat(blocks()).hasSize(8);
        }
    }

    @Test
    void another_writers_new_column_between_is_recovered_from() {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader);
                DeltaReader reader = reader()) {
            commit(session, List.of(), range("a", 0, 1));
            try (Unit unit = session.begin()) {
                write(unit, range("a", 2, 3));
                DeltaTable table = reader.table("blocks");
                table.withSchema(table.schema().add("added", LongType.LONG));
                AmpException failure = failure(() ->
                        unit.commit(new StateChange(List.of(), List.of(StreamRecord.of(range("a", 2, 3))), null)));
                assertThat(failure.retryable()).isTrue();
            }
            assertThat(session.recover().records()).hasSize(1);
            commit(session, List.of(), range("a", 2, 3));
        }
        assertThat(blocks()).isEqualTo(upTo(3));
    }

    /** What OPTIMIZE does: the stream's files become one without tags, in a commit that changes no data. */
    private void compact(DeltaReader reader) {
        DeltaTable table = reader.table("blocks");
        List<Row> actions = new ArrayList<>();
        for (AddFile file : table.files()) {
            String copy = "compacted-" + actions.size() + ".parquet";
            reader.storage().put("blocks/" + copy, reader.storage().read("blocks/" + file.getPath()));
            actions.add(SingleAction.createRemoveFileSingleAction(
                    file.toRemoveFileRow(false, Optional.of(System.currentTimeMillis()))));
            actions.add(untagged(file, copy));
        }
        table.commit(Map.of(), Optional.empty(), actions, Operation.WRITE);
    }

    @Test
    void rows_that_another_engine_compacted_are_found_and_taken_out() {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader);
                DeltaReader reader = reader()) {
            commit(session, List.of(), range("a", 0, 4), range("a", 5, 9));
            compact(reader);
            assertThat(session.recover().records()).hasSize(2);
            commit(session, List.of(range("a", 5, 9)), range("b", 5, 6));
        }
        assertThat(blocks()).isEqualTo(upTo(6));
    }

    @Test
    void a_compaction_that_wins_against_a_reorg_makes_it_choose_again() {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader);
                DeltaReader reader = reader()) {
            commit(session, List.of(), range("a", 0, 4));
            commit(session, List.of(), range("a", 5, 9));
            List<StreamRecord> voided = List.of(StreamRecord.of(range("a", 5, 9)));
            try (Unit unit = session.begin()) {
                unit.delete(voided);
                write(unit, range("b", 5, 6));
                compact(reader);
                AmpException failure = failure(() ->
                        unit.commit(new StateChange(voided, List.of(StreamRecord.of(range("b", 5, 6))), null)));
                assertThat(failure.retryable()).isTrue();
            }
            session.recover();
            assertThat(blocks()).isEqualTo(upTo(9));
            commit(session, List.of(range("a", 5, 9)), range("b", 5, 6));
        }
        assertThat(blocks()).isEqualTo(upTo(6));
    }

    /** A commit as another engine writes it. */
    private void commit(DeltaReader reader, String... actions) {
        DeltaTable table = reader.table("blocks");
        String log = "blocks/_delta_log/%020d.json".formatted(table.version() + 1);
        assertThat(reader.storage().putIfAbsent(log, String.join("\n", actions).getBytes(UTF_8)))
                .isTrue();
    }

    /** What RESTORE does, in Spark and in delta-rs: rows and metadata are those of another version, domain metadata stay. */
    private void restore(DeltaReader reader, String to, long version) throws IOException {
        DeltaTable table = reader.table("blocks");
        Set<String> kept =
                table.at(version).files().stream().map(AddFile::getPath).collect(Collectors.toSet());
        List<String> actions = new ArrayList<>();
        actions.add(
                "{\"commitInfo\":{\"timestamp\":1,\"operation\":\"RESTORE\",\"operationParameters\":{" + to + "}}}");
        actions.add(log(0).lines()
                .filter(line -> line.startsWith("{\"metaData\""))
                .findFirst()
                .orElseThrow());
        table.files().stream()
                .map(AddFile::getPath)
                .filter(path -> !kept.contains(path))
                .forEach(path -> actions.add("{\"remove\":{\"path\":\"" + path + "\",\"dataChange\":true}}"));
        commit(reader, actions.toArray(String[]::new));
    }

    @Test
    void a_table_that_is_restored_under_a_stream_goes_on_from_that_version() throws IOException {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader);
                DeltaReader reader = reader()) {
            commit(session, List.of(), range("a", 0, 4));
            commit(session, List.of(), range("a", 5, 9));
            restore(reader, "\"version\":\"1\",\"timestamp\":null", 1);
            assertThat(blocks()).isEqualTo(upTo(4));

            assertThat(failure(() -> commit(session, List.of(), range("a", 10, 14))))
                    .returns(true, AmpException::retryable);
            assertThat(session.recover().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(range("a", 0, 4));
            commit(session, List.of(), range("a", 5, 9));
            commit(session, List.of(), range("a", 10, 14));
        }
        assertThat(blocks()).isEqualTo(upTo(14));
    }

    @Test
    void a_table_that_was_restored_is_opened_with_the_state_of_that_version() throws IOException {
        try (Loader loader = loader(Map.of());
                DeltaReader reader = reader()) {
            try (LoadSession session = open(loader)) {
                commit(session, List.of(), range("a", 0, 4));
                commit(session, List.of(), range("a", 5, 9));
            }
            restore(reader, "\"version\":1", 1);
            foreignAppend(reader, files().get(0));
            assertThat(loader.states(Optional.empty()).get(0).records()).hasSize(1);
            try (LoadSession session = open(loader)) {
                assertThat(session.opened().records()).hasSize(1);
                commit(session, List.of(), range("a", 5, 9));
            }
            assertThat(loader.states(Optional.empty()).get(0).records()).hasSize(2);
        }
    }

    @Test
    void a_table_that_was_restored_to_a_time_is_refused() throws IOException {
        try (Loader loader = loader(Map.of());
                DeltaReader reader = reader()) {
            try (LoadSession session = open(loader)) {
                commit(session, List.of(), range("a", 0, 4));
            }
            restore(reader, "\"version\":null,\"timestamp\":\"2026-01-01\"", 0);
            AmpException refusal = failure(() -> open(loader));
            assertThat(refusal.code()).isEqualTo(LoadError.STATE_LOST);
            restore(reader, "\"version\":\"1\"", 1);
            open(loader).close();
        }
    }

    @Test
    void rows_of_a_file_that_a_deletion_vector_was_put_on_are_taken_out() {
        try (Loader loader = loader(Map.of("table-properties", "delta.enableDeletionVectors=true"));
                LoadSession session = open(loader);
                DeltaReader reader = reader()) {
            commit(session, List.of(), range("a", 0, 4));
            commit(session, List.of(), range("a", 5, 9));
            String added = addOf(2);
            String path = files().stream().filter(added::contains).findFirst().orElseThrow();
            String vector =
                    "\"deletionVector\":{\"storageType\":\"i\",\"pathOrInlineDv\":\"\",\"sizeInBytes\":1,\"cardinality\":1}";
            // In this order, which means nothing.
            commit(
                    reader,
                    added.replace("{\"add\":{", "{\"add\":{" + vector + ","),
                    "{\"remove\":{\"path\":\"" + path + "\",\"dataChange\":true}}");
            commit(session, List.of(), range("a", 10, 14));
            commit(session, List.of(range("a", 5, 9), range("a", 10, 14)), range("b", 5, 6));
        }
        assertThat(blocks()).isEqualTo(upTo(6));
    }

    private String addOf(long version) {
        try {
            return log(version)
                    .lines()
                    .filter(line -> line.startsWith("{\"add\""))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_column_that_is_taken_out_ends_the_load() {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader);
                DeltaReader reader = reader()) {
            commit(session, List.of(), range("a", 0, 1));
            DeltaTable table = reader.table("blocks");
            table.withSchema(new StructType(table.schema().fields().stream()
                    .filter(field -> !field.getName().equals("kind"))
                    .toList()));
            assertThat(failure(() -> commit(session, List.of(), range("a", 2, 3)))
                            .retryable())
                    .isTrue();
            session.recover();
            AmpException refusal = failure(session::begin);
            assertThat(refusal.code()).isEqualTo(LoadError.SCHEMA_MISMATCH);
            assertThat(refusal).hasMessageContaining("'kind'");
        }
    }
}
