package io.amp4j.parquet;

import java.util.List;
import java.util.OptionalInt;

/** Which field id each field of a file has, groups included. */
@FunctionalInterface
public interface FieldIds {
    /**
     * The id of a field.
     *
     * @param path the names from the root, with {@code element} below a list, and {@code key} and {@code value} below a map; the
     *     repeated groups that Parquet puts between have no id and are not in the path
     * @return the id, or empty if the field has none
     */
    OptionalInt idOf(List<String> path);
}
