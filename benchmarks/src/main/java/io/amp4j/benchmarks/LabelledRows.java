package io.amp4j.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Labels of random addresses, and rows that name an address at random, four of five labelled: no address comes more often than another, so nothing of
 * the table stays in the processor's caches by itself. On a chain most rows name few addresses.
 */
final class LabelledRows {
    private static final int ADDRESS = 20;
    private static final int WORD = 32;
    private static final int LABELLED_OF_FIVE = 4;

    private final byte[][] addresses;
    private final int labels;
    private final Random random = new Random(42);

    LabelledRows(int labels) {
        this.labels = labels;
        this.addresses = new byte[labels / LABELLED_OF_FIVE * 5][ADDRESS];
        for (byte[] address : addresses) {
            random.nextBytes(address);
        }
    }

    void writeLabels(Path file) throws IOException {
        try (BufferedWriter csv = Files.newBufferedWriter(file)) {
            csv.write("address,symbol,decimals\n");
            for (int i = 0; i < labels; i++) {
                csv.write("0x" + HexFormat.of().formatHex(addresses[i]) + ",TOKEN" + i % 50_000 + "," + i % 19 + "\n");
            }
        }
    }

    /** Batches whose addresses are bytes, or hex text; the caller closes them. */
    List<VectorSchemaRoot> batches(BufferAllocator allocator, boolean hex, int rows, int rowsPerBatch) {
        List<VectorSchemaRoot> batches = new ArrayList<>();
        for (int left = rows; left > 0; left -= rowsPerBatch) {
            batches.add(batch(allocator, hex, Math.min(left, rowsPerBatch)));
        }
        return batches;
    }

    private static Schema schema(boolean hex) {
        return new Schema(List.of(
                required("block_num", new ArrowType.Int(64, false)),
                required("tx_hash", new ArrowType.FixedSizeBinary(WORD)),
                required("token", hex ? ArrowType.Utf8.INSTANCE : new ArrowType.FixedSizeBinary(ADDRESS)),
                required("amount", new ArrowType.Int(64, false))));
    }

    private static Field required(String name, ArrowType type) {
        return new Field(name, FieldType.notNullable(type), List.of());
    }

    private VectorSchemaRoot batch(BufferAllocator allocator, boolean hex, int rows) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema(hex), allocator);
        byte[] hash = new byte[WORD];
        for (int row = 0; row < rows; row++) {
            random.nextBytes(hash);
            byte[] address = addresses[random.nextInt(addresses.length)];
            ((UInt8Vector) root.getVector(0)).setSafe(row, row);
            ((FixedSizeBinaryVector) root.getVector(1)).setSafe(row, hash);
            if (hex) {
                byte[] text = ("0x" + HexFormat.of().formatHex(address)).getBytes(StandardCharsets.US_ASCII);
                ((VarCharVector) root.getVector(2)).setSafe(row, text);
            } else {
                ((FixedSizeBinaryVector) root.getVector(2)).setSafe(row, address);
            }
            ((UInt8Vector) root.getVector(3)).setSafe(row, random.nextLong());
        }
        root.setRowCount(rows);
        return root;
    }
}
