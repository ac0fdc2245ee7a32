package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.table.Table;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What queries can read.
 *
 * @param datasets by name
 */
public record Catalogue(Map<String, Dataset> datasets) {
    /** The one version of each dataset that can be read. */
    public static final String VERSION = "1.0.0";

    private static final Set<String> REVISIONS = Set.of(VERSION, "latest", "dev");

    /** A dataset with its namespace, and maybe a revision: {@code "_/eth_rpc@1.0.0"}; manifests' hashes are of 64 digits. */
    private static final Pattern WHOLE_NAME = Pattern.compile("_/([^@]+)(?:@(.+))?");

    /** A table and where it was found. */
    record Found(Dataset dataset, Table table) {}

    Found find(String schema, String table) {
        Dataset dataset = datasets.get(plainName(schema));
        if (dataset == null) {
            throw new Refusal("Error during planning: dataset '" + schema + "' not found; there is "
                    + String.join(", ", datasets.keySet()));
        }
        Table found = dataset.table(table)
                .orElseThrow(
                        () -> new Refusal("Error during planning: table '" + schema + "." + table + "' not found"));
        return new Found(dataset, found);
    }

    boolean has(String schema) {
        return datasets.containsKey(plainName(schema));
    }

    private static String plainName(String schema) {
        Matcher whole = WHOLE_NAME.matcher(schema);
        if (!whole.matches()) {
            return schema;
        }
        String revision = whole.group(2);
        boolean known = revision == null || REVISIONS.contains(revision) || revision.matches("[0-9a-f]{64}");
        return known ? whole.group(1) : schema;
    }

    static Refusal unqualified(String table) {
        return new Refusal("Error during planning: table '" + table
                + "' must be qualified with its dataset, such as eth_rpc." + table);
    }
}
