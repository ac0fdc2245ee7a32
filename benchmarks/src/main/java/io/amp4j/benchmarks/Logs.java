package io.amp4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Batches in the shape of the {@code logs} table of an EVM dataset, with values distributed as on a busy chain: some 250 logs
 * a block, two or three a transaction, a few contracts that log most, mostly transfers. The same seed gives the same rows.
 */
final class Logs {
    private static final int WORD = 32;
    private static final int ADDRESS = 20;
    private static final int FIRST_BLOCK = 15_000_000;
    private static final long FIRST_SECOND = 1_655_778_535L;
    private static final int SECONDS_PER_BLOCK = 12;
    private static final ArrowType UINT64 = new ArrowType.Int(64, false);
    private static final ArrowType UINT32 = new ArrowType.Int(32, false);

    private final Random random = new Random(42);
    private final byte[][] contracts = words(5_000, ADDRESS);
    private final byte[][] holders = words(200_000, ADDRESS);
    private final byte[][] events = words(300, WORD);
    private long block = FIRST_BLOCK;
    private byte[] blockHash = word();
    private byte[] transactionHash = word();
    private int transaction;
    private int log;
    private int logsInBlock = 250;

    private Logs() {}

    static Schema schema() {
        return new Schema(List.of(
                required("_block_num", UINT64),
                required("block_hash", new ArrowType.FixedSizeBinary(WORD)),
                required("block_num", UINT64),
                required("timestamp", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "+00:00")),
                required("tx_hash", new ArrowType.FixedSizeBinary(WORD)),
                required("tx_index", UINT32),
                required("log_index", UINT32),
                required("address", new ArrowType.FixedSizeBinary(ADDRESS)),
                topic(0),
                topic(1),
                topic(2),
                topic(3),
                required("data", ArrowType.Binary.INSTANCE)));
    }

    private static Field required(String name, ArrowType type) {
        return new Field(name, FieldType.notNullable(type), List.of());
    }

    private static Field topic(int index) {
        return Field.nullable("topic" + index, new ArrowType.FixedSizeBinary(WORD));
    }

    /** Batches with so many rows together; the caller closes them. */
    static List<VectorSchemaRoot> batches(BufferAllocator allocator, int rows, int rowsPerBatch) {
        Logs logs = new Logs();
        List<VectorSchemaRoot> batches = new ArrayList<>();
        for (int left = rows; left > 0; left -= rowsPerBatch) {
            batches.add(logs.batch(allocator, Math.min(left, rowsPerBatch)));
        }
        return batches;
    }

    private VectorSchemaRoot batch(BufferAllocator allocator, int rows) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema(), allocator);
        root.getFieldVectors().forEach(vector -> vector.setInitialCapacity(rows));
        root.allocateNew();
        for (int row = 0; row < rows; row++) {
            position(root, row);
            event(root, row);
            next();
        }
        root.setRowCount(rows);
        return root;
    }

    private void position(VectorSchemaRoot root, int row) {
        ((UInt8Vector) root.getVector(0)).setSafe(row, block);
        fixed(root, 1).setSafe(row, blockHash);
        ((UInt8Vector) root.getVector(2)).setSafe(row, block);
        long second = FIRST_SECOND + (block - FIRST_BLOCK) * SECONDS_PER_BLOCK;
        ((TimeStampNanoTZVector) root.getVector(3)).setSafe(row, second * 1_000_000_000L);
        fixed(root, 4).setSafe(row, transactionHash);
        ((UInt4Vector) root.getVector(5)).setSafe(row, transaction);
        ((UInt4Vector) root.getVector(6)).setSafe(row, log);
    }

    private void event(VectorSchemaRoot root, int row) {
        fixed(root, 7).setSafe(row, contracts[often(contracts.length)]);
        int kind = often(events.length);
        fixed(root, 8).setSafe(row, events[kind]);
        int topics = kind == 0 ? 3 : random.nextInt(4) + 1;
        for (int topic = 1; topic < 4; topic++) {
            if (topic < topics) {
                fixed(root, 8 + topic).setSafe(row, padded(holders[often(holders.length)]));
            } else {
                fixed(root, 8 + topic).setNull(row);
            }
        }
        ((VarBinaryVector) root.getVector(12)).setSafe(row, data(kind));
    }

    /** Numbers in words of 32 bytes, as contracts encode them: mostly zero in front. */
    private byte[] data(int kind) {
        int words = kind == 0 ? 1 : random.nextInt(6);
        byte[] data = new byte[words * WORD];
        for (int word = 0; word < words; word++) {
            int digits = 1 + random.nextInt(12);
            for (int i = 0; i < digits; i++) {
                data[(word + 1) * WORD - 1 - i] = (byte) random.nextInt();
            }
        }
        return data;
    }

    private void next() {
        log++;
        if (log >= logsInBlock) {
            block++;
            blockHash = word();
            log = 0;
            transaction = 0;
            logsInBlock = 100 + random.nextInt(300);
            transactionHash = word();
        } else if (random.nextInt(5) < 2) {
            transaction += 1 + random.nextInt(2);
            transactionHash = word();
        }
    }

    private static FixedSizeBinaryVector fixed(VectorSchemaRoot root, int column) {
        return (FixedSizeBinaryVector) root.getVector(column);
    }

    /** An index that is the more frequent the lower it is. */
    private int often(int size) {
        return (int) (Math.pow(size, random.nextDouble()) - 1);
    }

    private byte[] padded(byte[] address) {
        byte[] word = new byte[WORD];
        System.arraycopy(address, 0, word, WORD - ADDRESS, ADDRESS);
        return word;
    }

    private byte[] word() {
        byte[] word = new byte[WORD];
        random.nextBytes(word);
        return word;
    }

    private byte[][] words(int count, int width) {
        byte[][] words = new byte[count][width];
        for (byte[] word : words) {
            random.nextBytes(word);
        }
        return words;
    }
}
