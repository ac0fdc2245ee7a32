package io.amp4j.parquet;

import java.util.List;
import java.util.OptionalInt;

/**
 * A column of the file: what holds values.
 *
 * @param column which vector of the batch it is in; behind the last of them for a constant column
 * @param path the names from the root, as Parquet has them
 * @param steps the groups on the way
 * @param nullable whether the leaf itself may be null
 * @param maxDefinition the definition level of a value that is there
 * @param maxRepetition the lists on the way
 */
record Leaf(
        int column,
        List<String> path,
        List<Step> steps,
        OptionalInt fieldId,
        boolean nullable,
        int maxDefinition,
        int maxRepetition,
        LeafType type) {

    String name() {
        return String.join(".", path);
    }
}
