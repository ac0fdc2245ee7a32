package io.amp4j.parquet;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a file holds of one leaf column, over all its row groups.
 *
 * @param path the names from the root to the leaf as Parquet has them, with {@code list}, {@code element}, {@code key_value},
 *     {@code key} and {@code value} between
 * @param fieldId the leaf's field id, if it has one
 * @param type how the values are stored
 * @param valueCount the values, nulls among them; for a column inside a list also the places of empty and null lists
 * @param nullCount the places without a value
 * @param nanCount the values that are no number; 0 for what is not floating-point
 * @param min the least value; empty if there is none, or the type has no order. NaN is never a bound
 * @param max the greatest value; empty as {@code min} is
 * @param compressedBytes the bytes of the column in the file, page headers among them
 * @param uncompressedBytes what they would be without compression
 */
public record WrittenColumn(
        List<String> path,
        OptionalInt fieldId,
        PhysicalType type,
        long valueCount,
        long nullCount,
        long nanCount,
        Optional<Bound> min,
        Optional<Bound> max,
        long compressedBytes,
        long uncompressedBytes) {
    /** Copies the path. */
    public WrittenColumn {
        path = List.copyOf(path);
    }
}
