package io.amp4j.loader.testkit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Fills vectors with random values and nulls. Times lie between 1920 and 2250, which every store's types span; everything else goes to the
 * limits of its type. The same seed gives the same values.
 */
final class RandomValues {
    private static final long FIRST_DAY = -18_262;
    private static final long DAYS = 120_000;
    private static final long SECONDS_A_DAY = 86_400;
    private static final int LONGEST_LIST = 4;
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "NULL",
            "\\N",
            "it's",
            "say \"so\"",
            "back\\slash",
            "tab\tline\nreturn\r",
            "{a,b}",
            "\u00e9\u4e2d\ud83d\ude80");
    private static final long[] EDGES = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE
    };
    private static final double[] DOUBLES = {
        0.0,
        1.5,
        -2.25,
        Double.MAX_VALUE,
        Double.MIN_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    /** Sets the first values of an empty vector, about one in five of them null where it may be. */
    void fill(FieldVector vector, int count) {
        vector.setInitialCapacity(count);
        vector.allocateNew();
        for (int i = 0; i < count && !(vector instanceof NullVector); i++) {
            if (vector.getField().isNullable() && random.nextInt(5) == 0) {
                if (vector.getValueCapacity() <= i) {
                    vector.reAlloc();
                }
                vector.setNull(i);
            } else {
                set(vector, i);
            }
        }
        vector.setValueCount(count);
    }

    private void set(FieldVector vector, int index) {
        if (vector instanceof BaseIntVector integers) {
            setInteger(integers, index);
        } else if (vector instanceof BitVector bits) {
            bits.setSafe(index, random.nextInt(2));
        } else if (vector instanceof BaseVariableWidthVector bytes) {
            bytes.setSafe(index, content(vector));
        } else if (vector instanceof BaseLargeVariableWidthVector bytes) {
            bytes.setSafe(index, content(vector));
        } else if (vector instanceof BaseVariableWidthViewVector bytes) {
            bytes.setSafe(index, content(vector));
        } else if (vector instanceof FixedSizeBinaryVector bytes) {
            bytes.setSafe(index, bytes(bytes.getByteWidth()));
        } else if (vector instanceof BaseFixedWidthVector number) {
            setNumberOrTime(number, index);
        } else {
            setNested(vector, index);
        }
    }

    private void setInteger(BaseIntVector vector, int index) {
        int bits = ((ArrowType.Int) vector.getField().getType()).getBitWidth();
        long value = random.nextInt(4) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextLong();
        vector.setWithPossibleTruncate(index, value << (Long.SIZE - bits) >> (Long.SIZE - bits));
    }

    private byte[] content(FieldVector vector) {
        return switch (vector.getField().getType().getTypeID()) {
            case Utf8, LargeUtf8, Utf8View -> text().getBytes(StandardCharsets.UTF_8);
            default -> bytes(random.nextInt(40));
        };
    }

    private String text() {
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        return random.nextBoolean() ? text : text + random.nextLong();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void setNumberOrTime(BaseFixedWidthVector vector, int index) {
        if (vector instanceof Float8Vector number) {
            number.setSafe(index, number());
        } else if (vector instanceof Float4Vector number) {
            number.setSafe(index, (float) number());
        } else if (vector instanceof Float2Vector number) {
            number.setSafeWithPossibleTruncate(index, (float) (random.nextInt(4096) - 2048) / 8);
        } else if (vector instanceof DecimalVector decimal) {
            decimal.setSafe(index, decimal(decimal.getPrecision(), decimal.getScale()));
        } else if (vector instanceof Decimal256Vector decimal) {
            decimal.setSafe(index, decimal(decimal.getPrecision(), decimal.getScale()));
        } else if (vector instanceof TimeStampVector timestamp) {
            TimeUnit unit = ((ArrowType.Timestamp) timestamp.getField().getType()).getUnit();
            timestamp.setSafe(index, sinceEpoch(perSecond(unit)));
        } else if (vector instanceof DurationVector duration) {
            duration.setSafe(index, random.nextInt());
        } else if (vector instanceof DateDayVector date) {
            date.setSafe(index, (int) day());
        } else if (vector instanceof DateMilliVector date) {
            date.setSafe(index, day() * SECONDS_A_DAY * 1_000);
        } else {
            setTimeOfDayOrInterval(vector, index);
        }
    }

    private void setTimeOfDayOrInterval(BaseFixedWidthVector vector, int index) {
        long second = random.nextInt((int) SECONDS_A_DAY);
        if (vector instanceof TimeSecVector time) {
            time.setSafe(index, (int) second);
        } else if (vector instanceof TimeMilliVector time) {
            time.setSafe(index, (int) (second * 1_000 + random.nextInt(1_000)));
        } else if (vector instanceof TimeMicroVector time) {
            time.setSafe(index, second * 1_000_000 + random.nextInt(1_000_000));
        } else if (vector instanceof TimeNanoVector time) {
            time.setSafe(index, second * 1_000_000_000 + random.nextInt(1_000_000_000));
        } else if (vector instanceof IntervalYearVector interval) {
            interval.setSafe(index, random.nextInt(5_000) - 2_500);
        } else if (vector instanceof IntervalDayVector interval) {
            interval.setSafe(index, random.nextInt(5_000) - 2_500, random.nextInt(86_400_000));
        } else if (vector instanceof IntervalMonthDayNanoVector interval) {
            // Whole microseconds: finer than that no SQL store goes, and each has a test of its own for what it
            // refuses.
            interval.setSafe(index, random.nextInt(100), random.nextInt(100) - 50, random.nextInt() * 1_000L);
        } else {
            throw new IllegalArgumentException("no random values for " + vector.getField());
        }
    }

    private void setNested(FieldVector vector, int index) {
        // Children are filled as far as they are needed, each time anew behind what is there.
        if (vector instanceof StructVector struct) {
            struct.setIndexDefined(index);
            struct.getChildrenFromFields().forEach(child -> setOrNull(child, index));
        } else if (vector instanceof FixedSizeListVector list) {
            int first = list.startNewValue(index);
            for (int i = 0; i < list.getListSize(); i++) {
                setOrNull(list.getDataVector(), first + i);
            }
        } else if (vector instanceof LargeListVector list) {
            int first = (int) list.startNewValue(index);
            int length = random.nextInt(LONGEST_LIST);
            for (int i = 0; i < length; i++) {
                setOrNull(list.getDataVector(), first + i);
            }
            list.endValue(index, length);
        } else if (vector instanceof ListVector list) {
            int first = list.startNewValue(index);
            int length = random.nextInt(LONGEST_LIST);
            for (int i = 0; i < length; i++) {
                setItem(list, first + i, i);
            }
            list.endValue(index, length);
        } else {
            throw new IllegalArgumentException("no random values for " + vector.getField());
        }
    }

    /** An entry of a map has a key that differs from those before it; any other item is random. */
    private void setItem(ListVector list, int index, int position) {
        FieldVector items = list.getDataVector();
        if (!(list instanceof MapVector)) {
            setOrNull(items, index);
            return;
        }
        StructVector entries = (StructVector) items;
        while (entries.getValueCapacity() <= index) {
            entries.reAlloc();
        }
        entries.setIndexDefined(index);
        ((BaseVariableWidthVector) entries.getChildrenFromFields().get(0))
                .setSafe(index, (position + "/" + text()).getBytes(StandardCharsets.UTF_8));
        setOrNull(entries.getChildrenFromFields().get(1), index);
    }

    private void setOrNull(FieldVector vector, int index) {
        while (vector.getValueCapacity() <= index) {
            vector.reAlloc();
        }
        if (vector.getField().isNullable() && random.nextInt(5) == 0) {
            vector.setNull(index);
        } else {
            set(vector, index);
        }
    }

    private double number() {
        return random.nextBoolean() ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextGaussian() * 1e9;
    }

    private BigDecimal decimal(int precision, int scale) {
        BigInteger limit = BigInteger.TEN.pow(precision);
        BigInteger digits = random.nextInt(4) == 0
                ? limit.subtract(BigInteger.ONE)
                : new BigInteger(limit.bitLength() + 8, random).mod(limit);
        return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), scale);
    }

    private long day() {
        return FIRST_DAY + (long) (random.nextDouble() * DAYS);
    }

    private long sinceEpoch(long perSecond) {
        long second = day() * SECONDS_A_DAY + random.nextInt((int) SECONDS_A_DAY);
        return second * perSecond + (long) (random.nextDouble() * perSecond);
    }

    private static long perSecond(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 1;
            case MILLISECOND -> 1_000;
            case MICROSECOND -> 1_000_000;
            case NANOSECOND -> 1_000_000_000;
        };
    }
}
