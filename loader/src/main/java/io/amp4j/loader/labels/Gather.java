package io.amp4j.loader.labels;

import io.amp4j.client.AmpException;
import io.amp4j.client.memory.BufferPool;
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
    private static final int COUNTED_EACH_TIME = -1;

    private final BufferPool memory;
    private int nulls = COUNTED_EACH_TIME;

    Gather(BufferPool memory) {
        this.memory = memory;
    }

    /**
     * What copies a column.
     *
     * @param field the column
     * @param memory where the copies are
     * @return a new object
     * @throws AmpException with {@link io.amp4j.client.ClientError#UNSUPPORTED_TYPE} if its type is not known here
     */
    static Gather of(Field field, BufferPool memory) {
        ArrowType type = field.getType() instanceof ArrowType.ExtensionType extension
                ? extension.storageType()
                : field.getType();
        return switch (type.getTypeID()) {
            case Null -> new GatherNothing(memory);
            case Bool -> new GatherBits(memory);
            case Utf8, Binary -> new GatherBytes(memory);
            case LargeUtf8, LargeBinary -> new GatherLargeBytes(memory);
            case Utf8View, BinaryView -> new GatherViews(type, memory);
            case List, Map, LargeList -> new GatherLists(field, type, memory);
            case FixedSizeList -> new GatherFixedLists(field, ((ArrowType.FixedSizeList) type).getListSize(), memory);
            case Struct -> new GatherStructs(field, memory);
            default -> new GatherFixed(type, field.getName(), memory);
        };
    }

    /**
     * Notes that all copies will be of one vector, which does not change: its nulls are counted once.
     *
     * @param from the vector
     */
    final void alwaysOf(FieldVector from) {
        nulls = storage(from).getNullCount();
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
    final Validity validity(FieldVector from, Picked rows, FieldVector to) {
        boolean hasNulls = (nulls == COUNTED_EACH_TIME ? from.getNullCount() : nulls) > 0;
        return Validity.of(from, hasNulls, rows, to.getAllocator());
    }

    final ArrowBuf buffer(FieldVector of, long bytes) {
        return memory.take(of.getAllocator(), bytes);
    }
}
