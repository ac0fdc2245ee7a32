package io.amp4j.loader.testkit;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.MarkerColumns;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows that follow from the range of their microbatch, so that what a store should hold follows from its records. */
final class BlockRows {
    static final int ROWS_A_BLOCK = 3;
    static final Schema SCHEMA = new Schema(List.of(
            Field.notNullable("block_num", new ArrowType.Int(64, false)),
            Field.nullable("hash", new ArrowType.FixedSizeBinary(32)),
            Field.nullable("note", ArrowType.Utf8.INSTANCE)));
    static final Field BATCH_ID = Field.nullable(MarkerColumns.BATCH_ID, ArrowType.Utf8.INSTANCE);

    private BlockRows() {}

    /** Gives the rows of a microbatch in batches of at most so many rows, in one root that is used again. */
    static void forEachBatch(
            BufferAllocator allocator, BlockRange range, int rowsABatch, Consumer<VectorSchemaRoot> consumer) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator)) {
            long total = range.blocks() * ROWS_A_BLOCK;
            for (long first = 0; first < total; first += rowsABatch) {
                fill(root, range, first, (int) Math.min(rowsABatch, total - first));
                consumer.accept(root);
            }
        }
    }

    /** So many rows of a microbatch, from one on. */
    static void fill(VectorSchemaRoot root, BlockRange range, long first, int rows) {
        root.clear();
        UInt8Vector numbers = (UInt8Vector) root.getVector(0);
        FixedSizeBinaryVector hashes = (FixedSizeBinaryVector) root.getVector(1);
        VarCharVector notes = (VarCharVector) root.getVector(2);
        root.allocateNew();
        for (int i = 0; i < rows; i++) {
            long row = first + i;
            numbers.setSafe(i, block(range, row));
            hashes.setSafe(i, hash(range, row));
            String note = note(range, row);
            if (note != null) {
                notes.setSafe(i, note.getBytes(StandardCharsets.UTF_8));
            }
        }
        root.setRowCount(rows);
    }

    /** The rows of microbatches as a store should give them back, with the id that marks them. */
    static List<Map<String, @Nullable Object>> expected(TestStore store, List<StreamRecord> records) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (StreamRecord record : records) {
            rows.addAll(expected(store, record.range(), BatchId.of(record.range())));
        }
        return rows;
    }

    static List<Map<String, @Nullable Object>> expected(TestStore store, BlockRange range, BatchId id) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (long row = 0; row < range.blocks() * ROWS_A_BLOCK; row++) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("block_num", BigInteger.valueOf(block(range, row)));
            values.put("hash", CanonicalRows.hex(hash(range, row)));
            values.put("note", note(range, row));
            for (Field field : SCHEMA.getFields()) {
                values.computeIfPresent(field.getName(), (name, value) -> store.stored(field, value));
            }
            values.put(BATCH_ID.getName(), id.value());
            rows.add(values);
        }
        return rows;
    }

    /** The columns to read back. */
    static List<Field> columns() {
        List<Field> columns = new ArrayList<>(SCHEMA.getFields());
        columns.add(BATCH_ID);
        return columns;
    }

    private static long block(BlockRange range, long row) {
        return range.start() + row / ROWS_A_BLOCK;
    }

    private static byte[] hash(BlockRange range, long row) {
        return Forks.sha256(range.hash() + "/" + row);
    }

    private static @Nullable String note(BlockRange range, long row) {
        return row % 5 == 0 ? null : "it's row " + row + " of " + range + " \u2713";
    }
}
