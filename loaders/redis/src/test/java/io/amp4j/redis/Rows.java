package io.amp4j.redis;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Small tables: a name and a number a row. */
final class Rows {
    static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("name", ArrowType.Utf8.INSTANCE), Field.nullable("number", new ArrowType.Int(64, false))));

    /** A row; either may be null. */
    record Row(@Nullable String name, @Nullable Long number) {}

    private Rows() {}

    static Row row(@Nullable String name, @Nullable Long number) {
        return new Row(name, number);
    }

    static LoadRequest request(String table, LoadMode mode) {
        return request(table, mode, SCHEMA, ResumePolicy.RESUME);
    }

    static LoadRequest request(String table, LoadMode mode, Schema schema, ResumePolicy resume) {
        return request(table, mode == LoadMode.STREAM ? table : table + "/loads", mode, schema, resume);
    }

    /** Another stream of a table. */
    static LoadRequest streamRequest(String table, String streamId) {
        return request(table, streamId, LoadMode.STREAM, SCHEMA, ResumePolicy.RESUME);
    }

    private static LoadRequest request(
            String table, String streamId, LoadMode mode, Schema schema, ResumePolicy resume) {
        return new LoadRequest(
                new TableName(null, table),
                streamId,
                mode,
                schema,
                null,
                null,
                "query",
                "schema",
                mode == LoadMode.UPSERT ? List.of("name") : List.of(),
                TablePolicy.CREATE_IF_MISSING,
                MetadataColumns.BATCH_ID,
                resume);
    }

    static BlockRange range(String fork, long start, long end) {
        return new BlockRange("devnet", start, end, hash(fork, end), hash(start == 0 ? "none" : fork, start - 1));
    }

    private static String hash(String fork, long block) {
        return "0x" + fork + block;
    }

    static void write(Unit unit, BufferAllocator allocator, BatchId id, @Nullable BlockRange range, List<Row> rows) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator)) {
            VarCharVector names = (VarCharVector) root.getVector(0);
            UInt8Vector numbers = (UInt8Vector) root.getVector(1);
            root.allocateNew();
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                if (row.name() != null) {
                    names.setSafe(i, row.name().getBytes(StandardCharsets.UTF_8));
                }
                if (row.number() != null) {
                    numbers.setSafe(i, row.number());
                }
            }
            root.setRowCount(rows.size());
            unit.write(id, range, root);
        }
    }

    static void write(Unit unit, BufferAllocator allocator, BlockRange range, Row... rows) {
        write(unit, allocator, BatchId.of(range), range, List.of(rows));
    }

    /** Commits a microbatch as a unit, in place of others. */
    static List<StreamRecord> commit(
            LoadSession session, BufferAllocator allocator, List<StreamRecord> voided, BlockRange range, Row... rows) {
        try (Unit unit = session.begin()) {
            if (!voided.isEmpty()) {
                unit.delete(voided);
            }
            write(unit, allocator, range, rows);
            return unit.commit(changing(voided, range));
        }
    }

    static StateChange changing(List<StreamRecord> removed, BlockRange... ranges) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        List<StreamRecord> added = Stream.of(ranges)
                .map(range -> new StreamRecord(BatchId.of(range), range, now, null))
                .toList();
        return new StateChange(removed, added, null);
    }

    /** Commits a batch load. */
    static void load(LoadSession session, BufferAllocator allocator, String loadId, Row... rows) {
        try (Unit unit = session.begin()) {
            write(unit, allocator, BatchId.ofLoad(loadId), null, List.of(rows));
            unit.commit(loaded(loadId, rows.length));
        }
    }

    static StateChange loaded(String loadId, long rows) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new StateChange(List.of(), List.of(), new LoadRecord(loadId, BatchId.ofLoad(loadId), rows, now));
    }
}
