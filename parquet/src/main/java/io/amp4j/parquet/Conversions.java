package io.amp4j.parquet;

import io.amp4j.client.AmpException;

/** The conversions. Each is made for one column, whose name it tells when a value does not fit. */
final class Conversions {
    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private Conversions() {}

    /** Integers of one or two bytes to four. */
    static Conversion widenToInt(int width, Sign sign) {
        boolean signed = sign == Sign.SIGNED;
        if (width == Byte.BYTES) {
            return (from, count, to) -> {
                for (int i = 0; i < count; i++) {
                    Bytes.LE_INT.set(to, i * 4, signed ? from[i] : from[i] & 0xFF);
                }
            };
        }
        return (from, count, to) -> {
            for (int i = 0; i < count; i++) {
                int value = (from[2 * i] & 0xFF) | (from[2 * i + 1] << Byte.SIZE);
                Bytes.LE_INT.set(to, i * 4, signed ? value : value & 0xFFFF);
            }
        };
    }

    /** Whether the highest bit is a sign. */
    enum Sign {
        SIGNED,
        UNSIGNED
    }

    static Conversion unsignedIntToLong() {
        return (from, count, to) -> {
            for (int i = 0; i < count; i++) {
                Bytes.LE_LONG.set(to, i * 8, (int) Bytes.LE_INT.get(from, i * 4) & 0xFFFF_FFFFL);
            }
        };
    }

    /** To decimal(20,0): nine bytes, big-endian, the first of them zero. */
    static Conversion unsignedLongToDecimal() {
        return (from, count, to) -> {
            for (int i = 0; i < count; i++) {
                to[i * 9] = 0;
                Bytes.BE_LONG.set(to, i * 9 + 1, (long) Bytes.LE_LONG.get(from, i * 8));
            }
        };
    }

    /** The low bytes of a little-endian decimal: all there is to one whose precision fits them. */
    static Conversion decimalToNumber(String column, int width, int targetWidth) {
        return (from, count, to) -> {
            for (int i = 0; i < count; i++) {
                checkSign(column, from, i * width, width, targetWidth);
                System.arraycopy(from, i * width, to, i * targetWidth, targetWidth);
            }
        };
    }

    /** A little-endian decimal to the fewest big-endian bytes that its precision needs. */
    static Conversion decimalToBytes(String column, int width, int targetWidth) {
        if (width == 16 && targetWidth == 16) {
            return (from, count, to) -> {
                for (int at = 0; at < count * 16; at += 16) {
                    Bytes.BE_LONG.set(to, at, (long) Bytes.LE_LONG.get(from, at + 8));
                    Bytes.BE_LONG.set(to, at + 8, (long) Bytes.LE_LONG.get(from, at));
                }
            };
        }
        return (from, count, to) -> {
            for (int i = 0; i < count; i++) {
                checkSign(column, from, i * width, width, targetWidth);
                for (int k = 0; k < targetWidth; k++) {
                    to[(i + 1) * targetWidth - 1 - k] = from[i * width + k];
                }
            }
        };
    }

    /** Arrow does not keep a decimal from having more digits than its type says. */
    private static void checkSign(String column, byte[] from, int start, int width, int targetWidth) {
        int sign = from[start + targetWidth - 1] >> 7;
        for (int k = targetWidth; k < width; k++) {
            if (from[start + k] != sign) {
                throw refused(column, "a decimal has more digits than its type says");
            }
        }
    }

    /** Integers of one width and unit to another. Exactly one of {@code multiplier} and {@code divisor} may differ from 1. */
    static Conversion rescale(
            String column, int width, int targetWidth, long multiplier, long divisor, ParquetTarget.Loss loss) {
        return (from, count, to) -> {
            for (int i = 0; i < count; i++) {
                long value = width == 4 ? (int) Bytes.LE_INT.get(from, i * 4) : (long) Bytes.LE_LONG.get(from, i * 8);
                long scaled = divisor > 1 ? divide(column, value, divisor, loss) : multiply(column, value, multiplier);
                if (targetWidth == Integer.BYTES) {
                    Bytes.LE_INT.set(to, i * 4, narrow(column, scaled));
                } else {
                    Bytes.LE_LONG.set(to, i * 8, scaled);
                }
            }
        };
    }

    private static long multiply(String column, long value, long multiplier) {
        long scaled = value * multiplier;
        if (Math.multiplyHigh(value, multiplier) != scaled >> 63) {
            throw refused(column, value + " is too far from 1970 for the unit of the file");
        }
        return scaled;
    }

    private static long divide(String column, long value, long divisor, ParquetTarget.Loss loss) {
        long scaled = Math.floorDiv(value, divisor);
        if (loss == ParquetTarget.Loss.REFUSE && scaled * divisor != value) {
            throw refused(
                    column,
                    value + " is finer than the unit of the file; round it in the query, or let the target do so");
        }
        return scaled;
    }

    private static int narrow(String column, long value) {
        if ((int) value != value) {
            throw refused(column, value + " has no place in 32 bits");
        }
        return (int) value;
    }

    /** Milliseconds to days. */
    static Conversion millisToDays(String column) {
        return rescale(column, Long.BYTES, Integer.BYTES, 1, MILLIS_PER_DAY, ParquetTarget.Loss.REFUSE);
    }

    /** Months to Parquet's months, days and milliseconds. */
    static Conversion monthsToInterval(String column) {
        return (from, count, to) -> {
            for (int i = 0; i < count; i++) {
                interval(column, to, i, (int) Bytes.LE_INT.get(from, i * 4), 0, 0);
            }
        };
    }

    static Conversion daysToInterval(String column) {
        return (from, count, to) -> {
            for (int i = 0; i < count; i++) {
                int days = (int) Bytes.LE_INT.get(from, i * 8);
                interval(column, to, i, 0, days, (int) Bytes.LE_INT.get(from, i * 8 + 4));
            }
        };
    }

    static Conversion monthsDaysNanosToInterval(String column) {
        return (from, count, to) -> {
            for (int i = 0; i < count; i++) {
                long nanos = (long) Bytes.LE_LONG.get(from, i * 16 + 8);
                if (nanos % NANOS_PER_MILLI != 0) {
                    throw refused(column, "an interval is finer than the millisecond that Parquet has");
                }
                int months = (int) Bytes.LE_INT.get(from, i * 16);
                int days = (int) Bytes.LE_INT.get(from, i * 16 + 4);
                interval(column, to, i, months, days, narrow(column, nanos / NANOS_PER_MILLI));
            }
        };
    }

    private static void interval(String column, byte[] to, int index, int months, int days, int millis) {
        if ((months | days | millis) < 0) {
            throw refused(column, "an interval is negative, which Parquet's are not");
        }
        Bytes.LE_INT.set(to, index * 12, months);
        Bytes.LE_INT.set(to, index * 12 + 4, days);
        Bytes.LE_INT.set(to, index * 12 + 8, millis);
    }

    /** IEEE 754 binary16 to binary32: exact for every value. */
    static Conversion halfToFloat() {
        return (from, count, to) -> {
            for (int i = 0; i < count; i++) {
                int half = (from[2 * i] & 0xFF) | ((from[2 * i + 1] & 0xFF) << Byte.SIZE);
                Bytes.LE_INT.set(to, i * 4, floatBits(half));
            }
        };
    }

    private static int floatBits(int half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0x1F) {
            return sign | 0x7F80_0000 | (fraction << 13);
        }
        if (exponent == 0) {
            return sign | Float.floatToRawIntBits(fraction * 0x1p-24f);
        }
        return sign | ((exponent + 112) << 23) | (fraction << 13);
    }

    private static AmpException refused(String column, String what) {
        return new AmpException(ParquetError.VALUE, "column " + column + ": " + what);
    }
}
