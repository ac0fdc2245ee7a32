package io.amp4j.lmdb;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Columns of keys in the order of their values: numbers big-endian, with the sign bit turned where they have one; bytes of one width as they are;
 * text and binary as they are where nothing follows, else with {@code 00} doubled as {@code 00 ff} and {@code 00 00} at their end.
 */
final class OrderedKeyColumns {
    private OrderedKeyColumns() {}

    /** The column of a field, or null for a type that has no such order. */
    static @Nullable KeyColumn of(Field field, boolean last) {
        ByteAddress source = ByteAddress.of(field.getType());
        if (source != null) {
            return last ? new LastBytes(field.getName(), source) : new TerminatedBytes(field.getName(), source);
        }
        ArrowType type = field.getType();
        String name = field.getName();
        return switch (type.getTypeID()) {
            case Int -> number(name, ((ArrowType.Int) type).getBitWidth(), ((ArrowType.Int) type).getIsSigned());
            case Date -> number(name, FixedWidths.of(type) * Byte.SIZE, true);
            case Time, Timestamp, Duration -> number(name, FixedWidths.of(type) * Byte.SIZE, true);
            case Decimal -> new BigEndian(name, FixedWidths.of(type), true);
            case FixedSizeBinary -> new FixedBytes(name, FixedWidths.of(type));
            default -> null;
        };
    }

    private static KeyColumn number(String name, int bits, boolean signed) {
        return new BigEndian(name, bits / Byte.SIZE, signed);
    }

    /** Bytes of one width, whatever their order. */
    private abstract static class Fixed extends KeyColumn {
        private final int width;
        private long data;

        Fixed(String name, int width) {
            super(name);
            this.width = width;
        }

        @Override
        final void bindValues(FieldVector vector) {
            vector.getDataBuffer().checkBytes(0, (long) vector.getValueCount() * width);
            data = vector.getDataBuffer().memoryAddress();
        }

        @Override
        final int size(int row) {
            return width;
        }

        final int width() {
            return width;
        }

        final long at(int row) {
            return data + (long) row * width;
        }
    }

    private static final class BigEndian extends Fixed {
        private final int sign;

        BigEndian(String name, int width, boolean signed) {
            super(name, width);
            this.sign = signed ? 0x80 : 0;
        }

        @Override
        long write(int row, long to) {
            long from = at(row);
            int width = width();
            if (width == Long.BYTES) {
                return Bytes.putBigEndianLong(to, MemoryUtil.getLong(from) ^ ((long) sign << (Long.SIZE - Byte.SIZE)));
            } else if (width == Integer.BYTES) {
                return Bytes.putBigEndianInt(to, MemoryUtil.getInt(from) ^ (sign << (Integer.SIZE - Byte.SIZE)));
            }
            for (int i = 0; i < width; i++) {
                int part = MemoryUtil.getByte(from + width - 1 - i);
                Bytes.putByte(to + i, i == 0 ? part ^ sign : part);
            }
            return to + width;
        }
    }

    private static final class FixedBytes extends Fixed {
        FixedBytes(String name, int width) {
            super(name, width);
        }

        @Override
        long write(int row, long to) {
            return Bytes.copy(at(row), to, width());
        }
    }

    private static final class LastBytes extends KeyColumn {
        private final ByteAddress source;

        LastBytes(String name, ByteAddress source) {
            super(name);
            this.source = source;
        }

        @Override
        void bindValues(FieldVector vector) {
            source.bind(vector);
        }

        @Override
        int size(int row) {
            source.locate(row);
            return source.length();
        }

        @Override
        long write(int row, long to) {
            source.locate(row);
            return Bytes.copy(source.address(), to, source.length());
        }
    }

    private static final class TerminatedBytes extends KeyColumn {
        private final ByteAddress source;

        TerminatedBytes(String name, ByteAddress source) {
            super(name);
            this.source = source;
        }

        @Override
        void bindValues(FieldVector vector) {
            source.bind(vector);
        }

        @Override
        int size(int row) {
            source.locate(row);
            int size = Math.addExact(source.length(), 2);
            for (int i = 0; i < source.length(); i++) {
                size += MemoryUtil.getByte(source.address() + i) == 0 ? 1 : 0;
            }
            return size;
        }

        @Override
        long write(int row, long to) {
            source.locate(row);
            long at = to;
            for (int i = 0; i < source.length(); i++) {
                byte part = MemoryUtil.getByte(source.address() + i);
                at = Bytes.putByte(at, part);
                if (part == 0) {
                    at = Bytes.putByte(at, 0xff);
                }
            }
            return Bytes.putBigEndianShort(at, 0);
        }
    }
}
