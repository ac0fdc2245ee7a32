package io.amp4j.client.dataset;

import java.util.List;
import java.util.Optional;

/**
 * A table of a dataset.
 *
 * @param name its name
 * @param network the network that its blocks belong to, where the manifest says so
 * @param columns its columns, in their order
 */
public record TableDescription(String name, Optional<String> network, List<ColumnDescription> columns) {
    /** A table; the list is copied. */
    public TableDescription {
        columns = List.copyOf(columns);
    }
}
