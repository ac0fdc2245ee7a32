package io.amp4j.devnet.internal.sql;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Gives the engine's columns the catalogue's types again. Buffers are shared wherever their layout is the same. */
final class Coercion {
    private static final String ZONE = "+00:00";

    private Coercion() {}

    /** Whether the engine's column can become what the catalogue says. */
    static boolean fits(Field from, Field to) {
        ArrowType source = from.getType();
        ArrowType target = to.getType();
        if (source instanceof ArrowType.Timestamp had && target instanceof ArrowType.Timestamp wants) {
            return had.getUnit() == wants.getUnit();
        }
        if (source instanceof ArrowType.Decimal && target instanceof ArrowType.Int) {
            return true;
        }
        if (source instanceof ArrowType.Binary && target instanceof ArrowType.FixedSizeBinary) {
            return true;
        }
        if (!source.equals(target)
                || from.getChildren().size() != to.getChildren().size()) {
            return false;
        }
        for (int i = 0; i < from.getChildren().size(); i++) {
            if (!fits(from.getChildren().get(i), to.getChildren().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The engine's own type, said as the server would: its nanoseconds are UTC. */
    static Field natural(Field field) {
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Timestamp timestamp && timestamp.getTimezone() == null) {
            type = new ArrowType.Timestamp(timestamp.getUnit(), ZONE);
        }
        List<Field> children =
                field.getChildren().stream().map(Coercion::natural).toList();
        return new Field(field.getName(), new FieldType(true, type, null), children);
    }

    /** Moves rows; the source keeps its references. */
    static void share(FieldVector from, FieldVector to) {
        if (from instanceof VarBinaryVector bytes && to instanceof FixedSizeBinaryVector fixed) {
            fixedSize(bytes, fixed);
            return;
        }
        if (from instanceof DecimalVector decimals && to.getField().getType() instanceof ArrowType.Int) {
            longs(decimals, (BaseFixedWidthVector) to);
            return;
        }
        int rows = from.getValueCount();
        to.loadFieldBuffers(new ArrowFieldNode(rows, from.getNullCount()), from.getFieldBuffers());
        for (int i = 0; i < from.getChildrenFromFields().size(); i++) {
            share(
                    from.getChildrenFromFields().get(i),
                    to.getChildrenFromFields().get(i));
        }
    }

    private static void fixedSize(VarBinaryVector from, FixedSizeBinaryVector to) {
        int rows = from.getValueCount();
        int width = to.getByteWidth();
        to.allocateNew(rows);
        if (rows > 0) {
            to.getValidityBuffer().setBytes(0, from.getValidityBuffer(), 0, (rows + 7) / Byte.SIZE);
        }
        ArrowBuf source = from.getDataBuffer();
        ArrowBuf target = to.getDataBuffer();
        for (int row = 0; row < rows; row++) {
            if (!from.isNull(row)) {
                if (from.getValueLength(row) != width) {
                    throw new IllegalStateException("column " + from.getName() + " has a value of "
                            + from.getValueLength(row) + " bytes where " + width + " are");
                }
                target.setBytes((long) row * width, source, from.getStartOffset(row), width);
            }
        }
        to.setValueCount(rows);
    }

    private static void longs(DecimalVector from, BaseFixedWidthVector to) {
        int rows = from.getValueCount();
        to.setInitialCapacity(rows);
        to.allocateNew();
        if (rows > 0) {
            to.getValidityBuffer().setBytes(0, from.getValidityBuffer(), 0, (rows + 7) / Byte.SIZE);
        }
        for (int row = 0; row < rows; row++) {
            long low = from.getDataBuffer().getLong((long) row * DecimalVector.TYPE_WIDTH);
            to.getDataBuffer().setLong((long) row * Long.BYTES, low);
        }
        to.setValueCount(rows);
    }
}
