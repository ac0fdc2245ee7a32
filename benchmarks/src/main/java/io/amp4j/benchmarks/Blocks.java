package io.amp4j.benchmarks;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Batches in the shape of the {@code blocks} table of an EVM dataset: wide, mostly hashes, with a bloom filter of 256 bytes. */
final class Blocks {
    private static final long SECOND = 1_655_778_535L;
    private static final int BLOOM = 256;
    private static final int EXTRA = 20;
    private static final int GAS = 30_000_000;

    private static final Schema SCHEMA = new Schema(List.of(
            number("_block_num"),
            number("block_num"),
            Field.nullable("timestamp", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "+00:00")),
            fixed("hash", 32),
            fixed("parent_hash", 32),
            fixed("ommers_hash", 32),
            fixed("miner", 20),
            fixed("state_root", 32),
            fixed("transactions_root", 32),
            fixed("receipt_root", 32),
            Field.nullable("logs_bloom", ArrowType.Binary.INSTANCE),
            decimal("difficulty"),
            decimal("total_difficulty"),
            number("gas_limit"),
            number("gas_used"),
            Field.nullable("extra_data", ArrowType.Binary.INSTANCE),
            fixed("mix_hash", 32),
            number("nonce"),
            decimal("base_fee_per_gas"),
            fixed("withdrawals_root", 32)));

    private Blocks() {}

    static Schema schema() {
        return SCHEMA;
    }

    private static Field number(String name) {
        return Field.nullable(name, new ArrowType.Int(64, false));
    }

    private static Field fixed(String name, int width) {
        return Field.nullable(name, new ArrowType.FixedSizeBinary(width));
    }

    private static Field decimal(String name) {
        return Field.nullable(name, new ArrowType.Decimal(38, 0, 128));
    }

    /** Batches with so many rows together; the caller closes them. */
    static List<VectorSchemaRoot> batches(BufferAllocator allocator, int rows, int rowsPerBatch) {
        Random random = new Random(42);
        List<VectorSchemaRoot> batches = new ArrayList<>();
        for (int first = 0; first < rows; first += rowsPerBatch) {
            batches.add(batch(allocator, random, first, Math.min(rows - first, rowsPerBatch)));
        }
        return batches;
    }

    private static VectorSchemaRoot batch(BufferAllocator allocator, Random random, int first, int rows) {
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        root.getFieldVectors().forEach(vector -> vector.setInitialCapacity(rows));
        root.allocateNew();
        root.getFieldVectors().forEach(vector -> fill(vector, random, first, rows));
        root.setRowCount(rows);
        return root;
    }

    private static void fill(FieldVector vector, Random random, int first, int rows) {
        byte[] bytes = new byte[width(vector)];
        for (int row = 0; row < rows; row++) {
            if (vector instanceof UInt8Vector numbers) {
                numbers.setSafe(row, number(vector.getName(), random, first + row));
            } else if (vector instanceof TimeStampNanoTZVector times) {
                times.setSafe(row, (SECOND + (first + row) * 12L) * 1_000_000_000L);
            } else if (vector instanceof DecimalVector decimals) {
                decimals.setSafe(row, decimal(vector.getName(), random, first + row));
            } else if (vector instanceof VarBinaryVector variable) {
                random.nextBytes(bytes);
                variable.setSafe(row, bytes);
            } else if (!vector.getName().equals("withdrawals_root")) {
                random.nextBytes(bytes);
                ((FixedSizeBinaryVector) vector).setSafe(row, bytes);
            }
        }
    }

    private static int width(FieldVector vector) {
        if (vector instanceof FixedSizeBinaryVector fixed) {
            return fixed.getByteWidth();
        }
        return vector.getName().equals("logs_bloom") ? BLOOM : EXTRA;
    }

    private static long number(String name, Random random, long block) {
        return switch (name) {
            case "gas_limit" -> GAS;
            case "gas_used" -> random.nextInt(GAS);
            case "nonce" -> random.nextLong();
            default -> 15_000_000L + block;
        };
    }

    private static BigDecimal decimal(String name, Random random, long block) {
        return switch (name) {
            case "total_difficulty" -> new BigDecimal("51000000000000000000000").add(BigDecimal.valueOf(block));
            case "difficulty" -> BigDecimal.valueOf(11_600_000_000_000_000L + random.nextInt());
            default -> BigDecimal.valueOf(20_000_000_000L + random.nextInt());
        };
    }
}
