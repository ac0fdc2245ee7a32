package com.example.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this loader promises beside the contract: at rest, who lists the directory sees what a reader of the manifest sees. */
class JsonlDirectoryTest {
    private static final TableName TABLE = new TableName(null, "numbers");
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("number", new ArrowType.Int(64, true))));
    private static final BlockRange A = new BlockRange("mainnet", 0, 9, "0xa9", null);
    private static final BlockRange B = new BlockRange("mainnet", 0, 9, "0xb9", null);

    @TempDir
    Path root;

    @Test
    void a_unit_that_is_rolled_back_leaves_no_file() throws IOException {
        try (Loader loader = loader();
                LoadSession session = loader.open(request())) {
            try (Unit unit = session.begin()) {
                write(unit, A);
            }
            assertThat(JsonlStore.dataFiles(root.resolve("numbers"))).isEmpty();
        }
    }

    @Test
    void a_reorg_leaves_the_files_of_its_replacement_alone() throws IOException {
        try (Loader loader = loader();
                LoadSession session = loader.open(request())) {
            StreamRecord first = commit(session, List.of(), A);
            commit(session, List.of(first), B);
            assertThat(contents()).containsExactly("{\"number\":0,\"_amp_batch_id\":\"" + BatchId.of(B) + "\"}\n");
        }
    }

    @Test
    void closing_a_unit_whose_commit_threw_decides_nothing() throws IOException {
        try (Loader loader = loader();
                LoadSession session = loader.open(request())) {
            Path draft = Files.createDirectory(root.resolve("numbers").resolve("manifest.json.draft"));
            assertThatThrownBy(() -> commit(session, List.of(), A)).isInstanceOf(AmpException.class);
            assertThat(JsonlStore.dataFiles(root.resolve("numbers"))).hasSize(1);
            Files.delete(draft);
            assertThat(session.recover().records()).isEmpty();
            assertThat(JsonlStore.dataFiles(root.resolve("numbers"))).isEmpty();
        }
    }

    @Test
    void opening_deletes_what_a_dead_job_left() throws IOException {
        try (Loader loader = loader()) {
            try (LoadSession session = loader.open(request())) {
                commit(session, List.of(), A);
            }
            Files.writeString(root.resolve("numbers").resolve("left-0.jsonl"), "{\"numb");
            try (LoadSession session = loader.open(request())) {
                assertThat(session.opened().records()).hasSize(1);
            }
            assertThat(contents()).containsExactly("{\"number\":0,\"_amp_batch_id\":\"" + BatchId.of(A) + "\"}\n");
        }
    }

    private Loader loader() {
        return Destinations.open("jsonl:" + root, Map.of());
    }

    private List<String> contents() throws IOException {
        List<String> contents = new ArrayList<>();
        for (Path file : JsonlStore.dataFiles(root.resolve("numbers"))) {
            contents.add(Files.readString(file));
        }
        return contents;
    }

    private static StreamRecord commit(LoadSession session, List<StreamRecord> voided, BlockRange range) {
        try (Unit unit = session.begin()) {
            if (!voided.isEmpty()) {
                unit.delete(voided);
            }
            write(unit, range);
            return unit.commit(new StateChange(voided, List.of(StreamRecord.of(range)), null))
                    .get(0);
        }
    }

    private static void write(Unit unit, BlockRange range) {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot rows = VectorSchemaRoot.create(SCHEMA, allocator)) {
            ((BigIntVector) rows.getVector(0)).setSafe(0, 0);
            rows.setRowCount(1);
            unit.write(BatchId.of(range), range, rows);
        }
    }

    private static LoadRequest request() {
        return new LoadRequest(
                TABLE,
                "numbers",
                LoadMode.STREAM,
                SCHEMA,
                null,
                null,
                "query",
                "schema",
                List.of(),
                TablePolicy.CREATE_IF_MISSING,
                MetadataColumns.BATCH_ID,
                ResumePolicy.RESUME);
    }
}
