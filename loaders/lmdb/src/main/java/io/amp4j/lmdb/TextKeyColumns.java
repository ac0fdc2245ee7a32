package io.amp4j.lmdb;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.IntFunction;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Columns of keys as people read them: integers and decimals with all digits, text as it is, binary as hex digits behind {@code 0x}. */
final class TextKeyColumns {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private TextKeyColumns() {}

    /** The column of a field, or null for a type that has no one text. */
    static @Nullable KeyColumn of(Field field) {
        ArrowType type = field.getType();
        String name = field.getName();
        return switch (type.getTypeID()) {
            case Utf8, LargeUtf8, Utf8View -> OrderedKeyColumns.of(field, true);
            case Int -> new Digits(name, (ArrowType.Int) type);
            case FixedSizeBinary -> new Hex(name, ((ArrowType.FixedSizeBinary) type).getByteWidth());
            case Binary, LargeBinary, BinaryView ->
                new Text(name, (vector, row) -> "0x" + HexFormat.of().formatHex((byte[]) vector.getObject(row)));
            case Bool -> new Text(name, (vector, row) -> String.valueOf(((BitVector) vector).get(row) != 0));
            case Decimal -> new Text(name, (vector, row) -> ((BigDecimal) vector.getObject(row)).toPlainString());
            default -> null;
        };
    }

    /** What most keys are made of: digits without a string in between. */
    private static final class Digits extends KeyColumn {
        private final long mask;
        private final boolean signed;
        private @Nullable BaseIntVector values;

        Digits(String name, ArrowType.Int type) {
            super(name);
            this.signed = type.getIsSigned();
            this.mask = signed ? -1L : -1L >>> (Long.SIZE - type.getBitWidth());
        }

        @Override
        void bindValues(FieldVector vector) {
            values = (BaseIntVector) vector;
        }

        private long value(int row) {
            return values.getValueAsLong(row) & mask;
        }

        @Override
        int size(int row) {
            long value = value(row);
            if (value < 0) {
                return text(value).length();
            }
            int digits = 1;
            for (long rest = value; rest >= 10; rest /= 10) {
                digits++;
            }
            return digits;
        }

        @Override
        long write(int row, long to) {
            long value = value(row);
            if (value < 0) {
                return Bytes.put(text(value).getBytes(StandardCharsets.US_ASCII), to);
            }
            long end = to + size(row);
            long rest = value;
            for (long at = end - 1; at >= to; at--) {
                MemoryUtil.putByte(at, DIGITS[(int) (rest % 10)]);
                rest /= 10;
            }
            return end;
        }

        /** A number below zero, or an unsigned one too large for a {@code long}. */
        private String text(long value) {
            return signed ? Long.toString(value) : Long.toUnsignedString(value);
        }
    }

    private static final class Hex extends KeyColumn {
        private final int width;
        private long data;

        Hex(String name, int width) {
            super(name);
            this.width = width;
        }

        @Override
        void bindValues(FieldVector vector) {
            vector.getDataBuffer().checkBytes(0, (long) vector.getValueCount() * width);
            data = vector.getDataBuffer().memoryAddress();
        }

        @Override
        int size(int row) {
            return 2 + 2 * width;
        }

        @Override
        long write(int row, long to) {
            long at = Bytes.putByte(Bytes.putByte(to, '0'), 'x');
            for (int i = 0; i < width; i++) {
                int part = MemoryUtil.getByte(data + (long) row * width + i);
                at = Bytes.putByte(at, DIGITS[part >> 4 & 0xf]);
                at = Bytes.putByte(at, DIGITS[part & 0xf]);
            }
            return at;
        }
    }

    /** Any other text, through a string. */
    private static final class Text extends KeyColumn {
        /** A row's text. */
        private interface Format {
            String text(FieldVector vector, int row);
        }

        private final Format format;
        private IntFunction<byte[]> bytes = row -> new byte[0];

        Text(String name, Format format) {
            super(name);
            this.format = format;
        }

        @Override
        void bindValues(FieldVector vector) {
            bytes = row -> format.text(vector, row).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        int size(int row) {
            return bytes.apply(row).length;
        }

        @Override
        long write(int row, long to) {
            return Bytes.put(bytes.apply(row), to);
        }
    }
}
