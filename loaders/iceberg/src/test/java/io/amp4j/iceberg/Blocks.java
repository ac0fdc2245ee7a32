package io.amp4j.iceberg;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.LoadMode;
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
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Microbatches of a chain of blocks an hour apart, four rows each, and what the engine does with them. */
final class Blocks {
    static final int ROWS_A_BLOCK = 4;
    static final Schema SCHEMA = new Schema(List.of(
            Field.notNullable("block_num", new ArrowType.Int(64, false)),
            Field.nullable("hash", new ArrowType.FixedSizeBinary(20)),
            Field.nullable("time", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "+00:00"))));

    private static final long NANOS_AN_HOUR = 3_600_000_000_000L;

    private Blocks() {}

    static LoadRequest request(String table) {
        return request(table, LoadMode.STREAM, SCHEMA, TablePolicy.CREATE_IF_MISSING);
    }

    static LoadRequest request(String table, LoadMode mode, Schema schema, TablePolicy policy) {
        return new LoadRequest(
                new TableName(null, table),
                mode == LoadMode.STREAM ? table : table + "/loads",
                mode,
                schema,
                null,
                null,
                "query",
                "schema",
                List.of(),
                policy,
                MetadataColumns.BATCH_ID,
                ResumePolicy.RESUME);
    }

    /** A stream of another name into the same table. */
    static LoadRequest request(String table, String streamId) {
        LoadRequest same = request(table);
        return new LoadRequest(
                same.table(),
                streamId,
                same.mode(),
                same.schema(),
                null,
                null,
                same.queryFingerprint(),
                same.schemaFingerprint(),
                List.of(),
                same.tablePolicy(),
                same.metadata(),
                same.resumePolicy());
    }

    /** A microbatch of a fork. */
    static BlockRange range(String fork, long start, long end) {
        return new BlockRange("testnet", start, end, hash(fork, end), start == 0 ? null : hash(fork, start - 1));
    }

    private static String hash(String fork, long block) {
        return "0x" + fork + "%063x".formatted(block);
    }

    static StreamRecord record(BlockRange range) {
        return new StreamRecord(BatchId.of(range), range, Instant.parse("2026-01-01T00:00:00Z"), null);
    }

    /** Commits a unit that removes records and adds microbatches. */
    static void commit(LoadSession session, BufferAllocator allocator, List<BlockRange> removed, BlockRange... added) {
        List<StreamRecord> gone = removed.stream().map(Blocks::record).toList();
        List<StreamRecord> come = new ArrayList<>();
        try (Unit unit = session.begin()) {
            if (!gone.isEmpty()) {
                unit.delete(gone);
            }
            for (BlockRange range : added) {
                write(unit, allocator, range);
                come.add(record(range));
            }
            unit.commit(new StateChange(gone, come, null));
        }
    }

    static void write(Unit unit, BufferAllocator allocator, BlockRange range) {
        try (VectorSchemaRoot root = root(allocator, range, 0)) {
            unit.write(BatchId.of(range), range, root);
        }
    }

    /** The rows of a range; the caller closes them. Their times are so many nanoseconds after the hour. */
    static VectorSchemaRoot root(BufferAllocator allocator, BlockRange range, long nanos) {
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        UInt8Vector numbers = (UInt8Vector) root.getVector(0);
        FixedSizeBinaryVector hashes = (FixedSizeBinaryVector) root.getVector(1);
        TimeStampNanoTZVector times = (TimeStampNanoTZVector) root.getVector(2);
        int rows = (int) range.blocks() * ROWS_A_BLOCK;
        for (int i = 0; i < rows; i++) {
            long block = range.start() + i / ROWS_A_BLOCK;
            numbers.setSafe(i, block);
            byte[] hash = "%020d".formatted(i).getBytes(StandardCharsets.US_ASCII);
            hashes.setSafe(i, hash);
            times.setSafe(i, block * NANOS_AN_HOUR + nanos);
        }
        root.setRowCount(rows);
        return root;
    }
}
