package io.amp4j.devnet.internal.table;

import io.amp4j.devnet.internal.chain.BlockHash;
import io.amp4j.devnet.internal.table.Column.CellWriter;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;

/**
 * Writers of fixed-width cells, straight into the data buffer. Validity is the scan's for required columns; optional ones set
 * their bit here.
 */
final class Cells {
    private Cells() {}

    static CellWriter longs(FieldVector vector, LongSupplier value) {
        return row -> vector.getDataBuffer().setLong((long) row * Long.BYTES, value.getAsLong());
    }

    static CellWriter ints(FieldVector vector, IntSupplier value) {
        return row -> vector.getDataBuffer().setInt((long) row * Integer.BYTES, value.getAsInt());
    }

    static CellWriter bits(FieldVector vector, BooleanSupplier value) {
        return row -> {
            if (value.getAsBoolean()) {
                BitVectorHelper.setBit(vector.getDataBuffer(), row);
            }
        };
    }

    static CellWriter hash(FieldVector vector, LongSupplier key) {
        return row -> putHash(vector.getDataBuffer(), row * 32L, key.getAsLong());
    }

    static CellWriter optionalHash(FieldVector vector, BooleanSupplier present, LongSupplier key) {
        return optional(vector, present, hash(vector, key));
    }

    static CellWriter address(FieldVector vector, LongSupplier key) {
        return row -> putAddress(vector.getDataBuffer(), row * 20L, key.getAsLong());
    }

    /** Decimals of the chain fit a long; the upper half is zero. */
    static CellWriter decimals(FieldVector vector, LongSupplier value) {
        return row -> {
            vector.getDataBuffer().setLong(row * 16L, value.getAsLong());
            vector.getDataBuffer().setLong(row * 16L + Long.BYTES, 0);
        };
    }

    static CellWriter constant(FieldVector vector, byte[] value) {
        return row -> vector.getDataBuffer().setBytes((long) row * value.length, value);
    }

    static CellWriter optional(FieldVector vector, BooleanSupplier present, CellWriter value) {
        return row -> {
            if (present.getAsBoolean()) {
                BitVectorHelper.setBit(((BaseFixedWidthVector) vector).getValidityBuffer(), row);
                value.write(row);
            }
        };
    }

    static CellWriter nothing() {
        return row -> {};
    }

    static void putHash(ArrowBuf buffer, long at, long key) {
        for (int i = 0; i < 4; i++) {
            buffer.setLong(at + (long) i * Long.BYTES, BlockHash.word(key, i));
        }
    }

    static void putAddress(ArrowBuf buffer, long at, long key) {
        buffer.setLong(at, BlockHash.word(key, 0));
        buffer.setLong(at + 8, BlockHash.word(key, 1));
        buffer.setInt(at + 16, (int) BlockHash.word(key, 2));
    }
}
