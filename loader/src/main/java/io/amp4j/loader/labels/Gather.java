package io.amp4j.loader.labels;

import io.amp4j.client.AmpException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Copies picked rows of a vector into another of the same type. One object for each column; it fills whole buffers and gives them to the vector,
 * as a reader of messages does. It reads a vector by its buffers alone, so several threads may read one. Used by one thread.
 */
abstract class Gather {
    /**
     * What copies a column.
     *
     * @param field the column
     * @return a new object
     * @throws AmpException with {@link io.amp4j.client.ClientError#UNSUPPORTED_TYPE} if its type is not known here
     */
    static Gather of(Field field) {
        ArrowType type = field.getType() instanceof ArrowType.ExtensionType extension
                ? extension.storageType()
                : field.getType();
        return switch (type.getTypeID()) {
            case Null -> new GatherNothing();
            case Bool -> new GatherBits();
            case Utf8, Binary -> new GatherBytes();
            case LargeUtf8, LargeBinary -> new GatherLargeBytes();
            case Utf8View, BinaryView -> new GatherViews(type);
            case List, Map, LargeList -> new GatherLists(field, type);
            case FixedSizeList -> new GatherFixedLists(field, ((ArrowType.FixedSizeList) type).getListSize());
            case Struct -> new GatherStructs(field);
            default -> new GatherFixed(type, field.getName());
        };
    }

    /**
     * Makes a vector of picked rows of another.
     *
     * @param from the vector that has them
     * @param rows which
     * @param to an empty vector of the same type, or one filled before
     */
    final void copy(FieldVector from, Picked rows, FieldVector to) {
        FieldVector target = storage(to);
        target.clear();
        fill(storage(from), rows, target);
    }

    private static FieldVector storage(FieldVector vector) {
        return vector instanceof ExtensionTypeVector<?> extension
                ? (FieldVector) extension.getUnderlyingVector()
                : vector;
    }

    abstract void fill(FieldVector from, Picked rows, FieldVector to);

    /** The validity of the picked rows. */
    static Validity validity(FieldVector from, Picked rows, FieldVector to) {
        return Validity.of(from, rows, to.getAllocator());
    }

    static ArrowBuf buffer(FieldVector of, long bytes) {
        return of.getAllocator().buffer(bytes);
    }
}
