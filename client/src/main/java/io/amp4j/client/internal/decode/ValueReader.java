package io.amp4j.client.internal.decode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Reads one column's values as objects. */
interface ValueReader {
    @Nullable
    Object read(int row);

    /** The reader for a vector: Arrow's own objects, but where they lose a sign, a zone or an element's type. */
    static ValueReader of(FieldVector vector) {
        ValueReader present = present(vector);
        return row -> vector.isNull(row) ? null : present.read(row);
    }

    private static ValueReader present(FieldVector vector) {
        if (vector instanceof ExtensionTypeVector<?> extension) {
            return of((FieldVector) extension.getUnderlyingVector());
        }
        if (vector instanceof UInt8Vector v) {
            return v::getObjectNoOverflow;
        }
        if (vector instanceof UInt4Vector v) {
            return v::getObjectNoOverflow;
        }
        if (vector instanceof UInt2Vector v) {
            return row -> (int) v.get(row);
        }
        if (vector instanceof UInt1Vector v) {
            return v::getObjectNoOverflow;
        }
        if (vector instanceof VarCharVector v) {
            return row -> new String(v.get(row), StandardCharsets.UTF_8);
        }
        if (vector instanceof LargeVarCharVector v) {
            return row -> new String(v.get(row), StandardCharsets.UTF_8);
        }
        if (vector instanceof ViewVarCharVector v) {
            return row -> new String(v.get(row), StandardCharsets.UTF_8);
        }
        if (vector instanceof TimeStampVector v) {
            return timestamp(v);
        }
        return nested(vector);
    }

    private static ValueReader timestamp(TimeStampVector vector) {
        ArrowType.Timestamp type = (ArrowType.Timestamp) vector.getField().getType();
        long perSecond = switch (type.getUnit()) {
            case SECOND -> 1L;
            case MILLISECOND -> 1_000L;
            case MICROSECOND -> 1_000_000L;
            case NANOSECOND -> 1_000_000_000L;
        };
        long nanos = 1_000_000_000L / perSecond;
        boolean zoned = type.getTimezone() != null;
        return row -> {
            long value = vector.get(row);
            long seconds = Math.floorDiv(value, perSecond);
            int fraction = (int) (Math.floorMod(value, perSecond) * nanos);
            return zoned
                    ? Instant.ofEpochSecond(seconds, fraction)
                    : LocalDateTime.ofEpochSecond(seconds, fraction, ZoneOffset.UTC);
        };
    }

    private static ValueReader nested(FieldVector vector) {
        if (vector instanceof MapVector v) {
            return map(v);
        }
        if (vector instanceof ListVector v) {
            ValueReader values = of(v.getDataVector());
            return row -> list(values, v.getElementStartIndex(row), v.getElementEndIndex(row));
        }
        if (vector instanceof LargeListVector v) {
            ValueReader values = of(v.getDataVector());
            return row -> list(values, (int) v.getElementStartIndex(row), (int) v.getElementEndIndex(row));
        }
        if (vector instanceof FixedSizeListVector v) {
            ValueReader values = of(v.getDataVector());
            return row -> list(values, row * v.getListSize(), (row + 1) * v.getListSize());
        }
        if (vector instanceof StructVector v) {
            return struct(v);
        }
        return vector::getObject;
    }

    private static ValueReader map(MapVector vector) {
        List<FieldVector> entry = vector.getDataVector().getChildrenFromFields();
        ValueReader keys = of(entry.get(0));
        ValueReader values = of(entry.get(1));
        return row -> {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
                map.put(keys.read(i), values.read(i));
            }
            return Collections.unmodifiableMap(map);
        };
    }

    private static ValueReader struct(StructVector vector) {
        Map<String, ValueReader> readers = new LinkedHashMap<>();
        vector.getChildrenFromFields().forEach(child -> readers.put(child.getName(), of(child)));
        return row -> {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            readers.forEach((name, reader) -> values.put(name, reader.read(row)));
            return Collections.unmodifiableMap(values);
        };
    }

    private static List<@Nullable Object> list(ValueReader values, int start, int end) {
        List<@Nullable Object> list = new ArrayList<>(end - start);
        for (int i = start; i < end; i++) {
            list.add(values.read(i));
        }
        return Collections.unmodifiableList(list);
    }
}
