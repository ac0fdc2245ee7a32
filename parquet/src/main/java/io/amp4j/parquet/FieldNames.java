package io.amp4j.parquet;

import java.util.List;

/** Which name each field of a file has, where it is not that of the batches' schema. */
@FunctionalInterface
public interface FieldNames {
    /**
     * The name of a column, or of a field of a struct.
     *
     * @param path the names from the root as the batches have them, with {@code element} below a list, and {@code key} and {@code value} below a map
     * @return the name in the file
     */
    String nameOf(List<String> path);
}
