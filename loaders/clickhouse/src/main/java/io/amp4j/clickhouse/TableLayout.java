package io.amp4j.clickhouse;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How tables are created, and how their rows become void, as the user asked.
 *
 * @param engine the engine's clause, such as {@code MergeTree} or {@code ReplicatedMergeTree}
 * @param orderBy the sorting key, or null to find a block number
 * @param partitionBy the partition key, or null for none
 * @param codecs the codecs of columns by name; {@code *} names those that are not named
 * @param cluster the cluster to create on, or null for this server alone
 * @param settings further settings, such as {@code index_granularity=4096}, or null
 * @param voiding what becomes of void rows
 */
record TableLayout(
        String engine,
        @Nullable String orderBy,
        @Nullable String partitionBy,
        Map<String, String> codecs,
        @Nullable String cluster,
        @Nullable String settings,
        Voiding voiding) {
    static final String SIGN = "_amp_sign";
    static final String ROW = "_amp_row";

    private static final String MERGE_TREE = "MergeTree";

    TableLayout {
        codecs = Map.copyOf(codecs);
        if (voiding == Voiding.CANCEL && !engine.matches("(Replicated)?MergeTree(\\(.*\\))?")) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "void-rows=cancel makes a CollapsingMergeTree of engine=MergeTree or ReplicatedMergeTree, and cannot of "
                            + engine);
        }
    }

    /** What becomes of rows that a reorg voids, or that were never committed. */
    enum Voiding {
        /** They are deleted. */
        DELETE,
        /** A row with the sign -1 is added for each, and merges make both vanish. */
        CANCEL
    }

    String onCluster() {
        return cluster == null ? "" : " ON CLUSTER " + Names.quote(cluster);
    }

    /** The log of states is replicated where the rows are. */
    String stateEngine() {
        return engine.startsWith("Replicated") ? "ReplicatedMergeTree" : MERGE_TREE;
    }

    /** The engine of tables of rows. */
    String rowEngine() {
        if (voiding == Voiding.DELETE) {
            return engine;
        }
        int open = engine.indexOf('(');
        String name = open < 0 ? engine : engine.substring(0, open);
        String arguments = open < 0
                ? ""
                : engine.substring(open + 1, engine.lastIndexOf(')')).strip();
        return name.replace(MERGE_TREE, "Collapsing" + MERGE_TREE) + "(" + arguments + (arguments.isEmpty() ? "" : ", ")
                + SIGN + ")";
    }

    /** The codec's clause of a column, with a space before it, or nothing. */
    String codec(String column) {
        String codec = codecs.getOrDefault(column, codecs.get("*"));
        return codec == null ? "" : " CODEC(" + codec + ")";
    }
}
