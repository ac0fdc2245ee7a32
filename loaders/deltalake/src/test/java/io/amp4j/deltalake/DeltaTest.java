package io.amp4j.deltalake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import io.delta.kernel.internal.actions.AddFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder of tables and an allocator for each test; afterwards nothing may be allocated. */
abstract class DeltaTest {
    static final Field BLOCK = Field.nullable("block_num", new ArrowType.Int(64, true));
    static final Field KIND = Field.nullable("kind", ArrowType.Utf8.INSTANCE);
    static final Schema SCHEMA = new Schema(List.of(BLOCK, KIND));

    @TempDir
    Path directory;

    final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void count_memory() {
        allocator.close();
    }

    Loader loader(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("force", "false");
        return Destinations.open("delta:" + directory, all);
    }

    DeltaReader reader() {
        return new DeltaReader(directory.toString(), Map.of());
    }

    static LoadRequest request(LoadMode mode, ResumePolicy resume) {
        return new LoadRequest(
                new TableName(null, "blocks"),
                "blocks",
                mode,
                SCHEMA,
                null,
                null,
                "query",
                "schema",
                List.of(),
                TablePolicy.CREATE_IF_MISSING,
                MetadataColumns.BATCH_ID,
                resume);
    }

    static LoadSession open(Loader loader) {
        return loader.open(request(LoadMode.STREAM, ResumePolicy.RESUME));
    }

    static BlockRange range(String fork, long start, long end) {
        return new BlockRange("net", start, end, "0x" + fork + end, start == 0 ? null : "0xa" + (start - 1));
    }

    void write(Unit unit, BlockRange range) {
        try (VectorSchemaRoot rows = VectorSchemaRoot.create(SCHEMA, allocator)) {
            rows.allocateNew();
            int count = (int) (range.end() - range.start() + 1);
            for (int i = 0; i < count; i++) {
                long block = range.start() + i;
                ((BigIntVector) rows.getVector(0)).setSafe(i, block);
                ((VarCharVector) rows.getVector(1)).setSafe(i, (block % 2 == 0 ? "even" : "o/d d").getBytes(UTF_8));
            }
            rows.setRowCount(count);
            unit.write(BatchId.of(range), range, rows);
        }
    }

    void commit(LoadSession session, List<BlockRange> voided, BlockRange... ranges) {
        List<StreamRecord> removed = voided.stream().map(StreamRecord::of).toList();
        try (Unit unit = session.begin()) {
            if (!voided.isEmpty()) {
                unit.delete(removed);
            }
            Stream.of(ranges).forEach(range -> write(unit, range));
            unit.commit(new StateChange(
                    removed, Stream.of(ranges).map(StreamRecord::of).toList(), null));
        }
    }

    List<Long> blocks() {
        try (DeltaReader reader = reader()) {
            return reader.rows("blocks", List.of(BLOCK)).stream()
                    .map(row -> ((Number) row.get("block_num")).longValue())
                    .sorted()
                    .toList();
        }
    }

    static List<Long> upTo(long last) {
        return LongStream.rangeClosed(0, last).boxed().toList();
    }

    List<String> files() {
        try (DeltaReader reader = reader()) {
            return reader.table("blocks").files().stream().map(AddFile::getPath).toList();
        }
    }

    String log(long version) throws IOException {
        return Files.readString(directory.resolve("blocks/_delta_log/%020d.json".formatted(version)));
    }

    static AmpException failure(Runnable call) {
        AmpException failure = catchThrowableOfType(AmpException.class, call::run);
        assertThat(failure).isNotNull();
        return failure;
    }
}
