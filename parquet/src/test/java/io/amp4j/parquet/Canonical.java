package io.amp4j.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Rows as plain objects that say the same whichever reader they come from: whole numbers are {@link BigInteger}, times
 * nanoseconds, binary hex, floating-point numbers their bits, groups and lists lists.
 */
final class Canonical {
    private Canonical() {}

    static List<List<Object>> rows(VectorSchemaRoot root) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < root.getRowCount(); i++) {
            List<Object> row = new ArrayList<>();
            for (FieldVector vector : root.getFieldVectors()) {
                row.add(value(vector, i));
            }
            rows.add(row);
        }
        return rows;
    }

    static Object value(FieldVector vector, int i) {
        if (vector.isNull(i)) {
            return null;
        }
        if (vector instanceof StructVector struct) {
            return struct.getChildrenFromFields().stream()
                    .map(child -> value(child, i))
                    .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
        }
        if (vector instanceof ListVector list) {
            return elements(list.getDataVector(), list.getElementStartIndex(i), list.getElementEndIndex(i));
        }
        if (vector instanceof ListViewVector list) {
            return elements(list.getDataVector(), list.getElementStartIndex(i), list.getElementEndIndex(i));
        }
        if (vector instanceof LargeListVector list) {
            return elements(list.getDataVector(), (int) list.getElementStartIndex(i), (int) list.getElementEndIndex(i));
        }
        if (vector instanceof FixedSizeListVector list) {
            return elements(list.getDataVector(), list.getElementStartIndex(i), list.getElementEndIndex(i));
        }
        return leaf(vector, i);
    }

    private static List<Object> elements(FieldVector vector, int from, int to) {
        List<Object> list = new ArrayList<>();
        for (int i = from; i < to; i++) {
            list.add(value(vector, i));
        }
        return list;
    }

    private static Object leaf(FieldVector vector, int i) {
        Field field = vector.getField();
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Bool -> ((BitVector) vector).get(i) == 1;
            case Int -> {
                ArrowType.Int whole = (ArrowType.Int) type;
                BigInteger value = little(vector, i);
                yield whole.getIsSigned() || value.signum() >= 0
                        ? value
                        : value.add(BigInteger.ONE.shiftLeft(whole.getBitWidth()));
            }
            case FloatingPoint -> "bits " + little(vector, i);
            case Decimal -> new BigDecimal(little(vector, i), ((ArrowType.Decimal) type).getScale());
            case Utf8, LargeUtf8, Utf8View -> vector.getObject(i).toString();
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> hex((byte[]) vector.getObject(i));
            case Date ->
                ((ArrowType.Date) type).getUnit() == org.apache.arrow.vector.types.DateUnit.DAY
                        ? little(vector, i)
                        : little(vector, i).divide(BigInteger.valueOf(86_400_000));
            case Time -> nanos(little(vector, i), ((ArrowType.Time) type).getUnit());
            case Timestamp -> nanos(little(vector, i), ((ArrowType.Timestamp) type).getUnit());
            case Duration -> little(vector, i);
            case Interval -> interval(vector, i, ((ArrowType.Interval) type));
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    private static Object interval(FieldVector vector, int i, ArrowType.Interval type) {
        var data = vector.getDataBuffer();
        return switch (type.getUnit()) {
            case YEAR_MONTH -> List.of(data.getInt(i * 4L), 0, 0);
            case DAY_TIME -> List.of(0, data.getInt(i * 8L), data.getInt(i * 8L + 4));
            case MONTH_DAY_NANO ->
                List.of(data.getInt(i * 16L), data.getInt(i * 16L + 4), (int) (data.getLong(i * 16L + 8) / 1_000_000));
        };
    }

    static BigInteger nanos(BigInteger value, TimeUnit unit) {
        return value.multiply(BigInteger.valueOf(
                switch (unit) {
                    case SECOND -> 1_000_000_000L;
                    case MILLISECOND -> 1_000_000L;
                    case MICROSECOND -> 1_000L;
                    case NANOSECOND -> 1L;
                }));
    }

    static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static BigInteger little(FieldVector vector, int i) {
        int width = ((BaseFixedWidthVector) vector).getTypeWidth();
        byte[] bytes = new byte[width];
        vector.getDataBuffer().getBytes((long) i * width, bytes);
        for (int k = 0; k < width / 2; k++) {
            byte swapped = bytes[k];
            bytes[k] = bytes[width - 1 - k];
            bytes[width - 1 - k] = swapped;
        }
        return new BigInteger(bytes);
    }
}
