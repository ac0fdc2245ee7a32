package io.amp4j.postgresql;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A row a block: its number, and the fork that it is of. */
final class Blocks {
    static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("block_num", new ArrowType.Int(64, false)),
            Field.nullable("fork", ArrowType.Utf8.INSTANCE)));

    private Blocks() {}

    static LoadRequest request(String table) {
        return request(table, LoadMode.STREAM, TablePolicy.CREATE_IF_MISSING);
    }

    static LoadRequest request(String table, LoadMode mode, TablePolicy policy) {
        return request(table, mode, policy, SCHEMA, List.of());
    }

    static LoadRequest request(String table, LoadMode mode, TablePolicy policy, Schema schema, List<String> keys) {
        return new LoadRequest(
                TableName.parse(table),
                table,
                mode,
                schema,
                null,
                null,
                "query",
                "schema",
                keys,
                policy,
                MetadataColumns.BATCH_ID,
                ResumePolicy.RESUME);
    }

    static LoadRequest startingOver(LoadRequest r) {
        return new LoadRequest(
                r.table(),
                r.streamId(),
                r.mode(),
                r.schema(),
                r.fromBlock(),
                r.toBlock(),
                r.queryFingerprint(),
                r.schemaFingerprint(),
                r.keyColumns(),
                r.tablePolicy(),
                r.metadata(),
                ResumePolicy.START_OVER);
    }

    static BlockRange range(String fork, long start, long end) {
        return new BlockRange("devnet", start, end, hash(fork, end), hash(start == 0 ? "none" : fork, start - 1));
    }

    private static String hash(String fork, long block) {
        return "0x" + fork + block;
    }

    static void write(Unit unit, BufferAllocator allocator, BlockRange range) {
        write(unit, allocator, BatchId.of(range), range);
    }

    static void write(Unit unit, BufferAllocator allocator, BatchId id, BlockRange range) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator)) {
            UInt8Vector numbers = (UInt8Vector) root.getVector(0);
            VarCharVector forks = (VarCharVector) root.getVector(1);
            root.allocateNew();
            int rows = Math.toIntExact(range.blocks());
            for (int i = 0; i < rows; i++) {
                numbers.setSafe(i, range.start() + i);
                forks.setSafe(i, String.valueOf(range.hash()).getBytes(StandardCharsets.UTF_8));
            }
            root.setRowCount(rows);
            unit.write(id, range, root);
        }
    }

    /** A row of nulls. */
    static void writeNull(Unit unit, BufferAllocator allocator, BatchId id) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator)) {
            root.allocateNew();
            root.setRowCount(1);
            unit.write(id, null, root);
        }
    }

    static StateChange adding(BlockRange... ranges) {
        return changing(List.of(), ranges);
    }

    static StateChange changing(List<StreamRecord> removed, BlockRange... ranges) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        List<StreamRecord> added = java.util.Arrays.stream(ranges)
                .map(range -> new StreamRecord(BatchId.of(range), range, now, null))
                .toList();
        return new StateChange(removed, added, null);
    }
}
