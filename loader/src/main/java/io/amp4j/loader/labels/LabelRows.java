package io.amp4j.loader.labels;

import java.util.function.IntFunction;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The rows of a label file as they were read.
 *
 * @param root the columns; text is UTF-8, and what text stands for is decided later. Dictionaries are resolved
 * @param place where a row, counted from zero, stands in its file, for messages: such as {@code line 17}
 */
public record LabelRows(VectorSchemaRoot root, IntFunction<String> place) implements AutoCloseable {
    @Override
    public void close() {
        root.close();
    }
}
