package io.amp4j.loader.arrow;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Numbers in decimal digits, none of them rounded. */
final class Numbers {
    private Numbers() {}

    static TextColumn integer(ArrowType.Int type, TextRules rules) {
        boolean signed = type.getIsSigned();
        return switch (type.getBitWidth()) {
            case 8 -> signed ? new Int8() : new UInt8();
            case 16 -> signed ? new Int16() : new UInt16();
            case 32 -> signed ? new Int32() : new UInt32();
            default -> signed ? new Int64() : unsigned64(rules.numbers());
        };
    }

    private static TextColumn unsigned64(TextRules.Numbers form) {
        return form == TextRules.Numbers.QUOTED_WHERE_WIDE ? new QuotedUInt64() : new UInt64();
    }

    private abstract static class Whole extends Plain {
        @Override
        void jsonValue(TextBuffer out, int row) {
            text(out, row);
        }
    }

    private static final class Int8 extends Whole {
        @Override
        public void text(TextBuffer out, int row) {
            out.putNumber(data.getByte(row));
        }
    }

    private static final class UInt8 extends Whole {
        @Override
        public void text(TextBuffer out, int row) {
            out.putNumber(data.getByte(row) & 0xff);
        }
    }

    private static final class Int16 extends Whole {
        @Override
        public void text(TextBuffer out, int row) {
            out.putNumber(data.getShort((long) row << 1));
        }
    }

    private static final class UInt16 extends Whole {
        @Override
        public void text(TextBuffer out, int row) {
            out.putNumber(data.getShort((long) row << 1) & 0xffff);
        }
    }

    private static final class Int32 extends Whole {
        @Override
        public void text(TextBuffer out, int row) {
            out.putNumber(data.getInt((long) row << 2));
        }
    }

    private static final class UInt32 extends Whole {
        @Override
        public void text(TextBuffer out, int row) {
            out.putNumber(Integer.toUnsignedLong(data.getInt((long) row << 2)));
        }
    }

    private static final class Int64 extends Whole {
        @Override
        public void text(TextBuffer out, int row) {
            out.putNumber(data.getLong((long) row << 3));
        }
    }

    private static final class UInt64 extends Whole {
        @Override
        public void text(TextBuffer out, int row) {
            out.putUnsigned(data.getLong((long) row << 3));
        }
    }

    private static final class QuotedUInt64 extends Plain {
        @Override
        public void text(TextBuffer out, int row) {
            out.putUnsigned(data.getLong((long) row << 3));
        }

        @Override
        void jsonValue(TextBuffer out, int row) {
            if (data.getLong((long) row << 3) >= 0) {
                text(out, row);
            } else {
                super.jsonValue(out, row);
            }
        }
    }

    static TextColumn decimal(int bits, int scale, TextRules rules) {
        return new Decimal(bits, scale, rules.numbers());
    }

    /** Digit for digit with the type's scale. */
    private static final class Decimal extends Plain {
        private final int words;
        private final int scale;
        private final TextRules.Numbers form;
        private final byte[] bigEndian;

        Decimal(int bits, int scale, TextRules.Numbers form) {
            this.words = bits / Long.SIZE;
            this.scale = scale;
            this.form = form;
            this.bigEndian = new byte[bits / Byte.SIZE];
        }

        @Override
        public void text(TextBuffer out, int row) {
            long offset = (long) row * words * Long.BYTES;
            long low = data.getLong(offset);
            if (scale == 0 && fits64(offset, low)) {
                out.putNumber(low);
            } else {
                out.put(ascii(read(offset, low).toPlainString()));
            }
        }

        @Override
        void jsonValue(TextBuffer out, int row) {
            switch (form) {
                case PLAIN -> text(out, row);
                case QUOTED_WHERE_WIDE -> super.jsonValue(out, row);
                case SCIENTIFIC -> {
                    long offset = (long) row * words * Long.BYTES;
                    out.put(ascii(read(offset, data.getLong(offset)).toString()));
                }
            }
        }

        private BigDecimal read(long offset, long low) {
            if (fits64(offset, low)) {
                return BigDecimal.valueOf(low, scale);
            }
            for (int i = 0; i < bigEndian.length; i++) {
                bigEndian[bigEndian.length - 1 - i] = data.getByte(offset + i);
            }
            return new BigDecimal(new BigInteger(bigEndian), scale);
        }

        private boolean fits64(long offset, long low) {
            for (int i = 1; i < words; i++) {
                if (data.getLong(offset + (long) i * Long.BYTES) != low >> 63) {
                    return false;
                }
            }
            return true;
        }
    }

    static TextColumn floating(FloatingPointPrecision precision) {
        return new Floating(precision);
    }

    /** The shortest digits that read back as the same number. In JSON, what is not finite is text. */
    private static final class Floating extends Plain {
        private final FloatingPointPrecision precision;

        Floating(FloatingPointPrecision precision) {
            this.precision = precision;
        }

        private String digits(int row) {
            return switch (precision) {
                case HALF -> Float.toString(Float16.toFloat(data.getShort((long) row << 1)));
                case SINGLE -> Float.toString(data.getFloat((long) row << 2));
                case DOUBLE -> Double.toString(data.getDouble((long) row << 3));
            };
        }

        @Override
        public void text(TextBuffer out, int row) {
            out.put(ascii(digits(row)));
        }

        @Override
        void jsonValue(TextBuffer out, int row) {
            String digits = digits(row);
            char last = digits.charAt(digits.length() - 1);
            if (last >= '0' && last <= '9') {
                out.put(ascii(digits));
            } else {
                super.jsonValue(out, row);
            }
        }
    }
}
