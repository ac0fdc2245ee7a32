package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.table.Table;
import java.util.Map;

/**
 * What queries can read.
 *
 * @param datasets by name
 */
public record Catalogue(Map<String, Dataset> datasets) {
    /** A table and where it was found. */
    record Found(Dataset dataset, Table table) {}

    Found find(String schema, String table) {
        Dataset dataset = datasets.get(schema);
        if (dataset == null) {
            throw new Refusal("Error during planning: dataset '" + schema + "' not found; there is "
                    + String.join(", ", datasets.keySet()));
        }
        Table found = dataset.table(table)
                .orElseThrow(
                        () -> new Refusal("Error during planning: table '" + schema + "." + table + "' not found"));
        return new Found(dataset, found);
    }

    static Refusal unqualified(String table) {
        return new Refusal("Error during planning: table '" + table
                + "' must be qualified with its dataset, such as eth_rpc." + table);
    }
}
