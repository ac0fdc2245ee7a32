package io.amp4j.loader.labels;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** What a column's values are turned into before they are looked up. */
enum KeyForm {
    /** The bytes of text or binary, as they are. */
    BYTES,
    /** The bytes that hex text stands for. */
    HEX,
    /** The eight bytes of an integer, so that its width does not count. */
    NUMBER;

    /**
     * What labels of one type have to become to be found by values of another.
     *
     * @param label the type of the labels' key
     * @param query the type of the query's column
     * @return the form of the labels' keys, or null if the types cannot be compared
     */
    static @Nullable KeyForm ofLabels(ArrowType label, ArrowType query) {
        if (isInteger(label) && isInteger(query)) {
            return NUMBER;
        }
        if (isText(label) && isBinary(query)) {
            return HEX;
        }
        return (isText(label) && isText(query)) || (isBinary(label) && (isBinary(query) || isText(query)))
                ? BYTES
                : null;
    }

    /** What the query's values have to become, where {@link #ofLabels} knows the types. */
    static KeyForm ofQuery(ArrowType label, ArrowType query) {
        if (isInteger(query)) {
            return NUMBER;
        }
        return isBinary(label) && isText(query) ? HEX : BYTES;
    }

    /** The form in which labels of a type are held, or null if the type cannot be a key. */
    static @Nullable KeyForm ofLabels(ArrowType label) {
        return ofLabels(label, label);
    }

    private static boolean isInteger(ArrowType type) {
        return type instanceof ArrowType.Int;
    }

    private static boolean isText(ArrowType type) {
        return switch (type.getTypeID()) {
            case Utf8, LargeUtf8, Utf8View -> true;
            default -> false;
        };
    }

    private static boolean isBinary(ArrowType type) {
        return switch (type.getTypeID()) {
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> true;
            default -> false;
        };
    }
}
