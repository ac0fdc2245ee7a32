package io.amp4j.clickhouse;

import org.jspecify.annotations.Nullable;

/**
 * How tables are created, as the user asked.
 *
 * @param engine the engine's clause, such as {@code MergeTree} or {@code ReplicatedMergeTree}
 * @param orderBy the sorting key, or null to find a block number
 * @param partitionBy the partition key, or null for none
 * @param cluster the cluster to create on, or null for this server alone
 * @param settings further settings, such as {@code index_granularity=4096}, or null
 */
record TableLayout(
        String engine,
        @Nullable String orderBy,
        @Nullable String partitionBy,
        @Nullable String cluster,
        @Nullable String settings) {

    String onCluster() {
        return cluster == null ? "" : " ON CLUSTER " + Names.quote(cluster);
    }

    /** The log of states is replicated where the rows are. */
    String stateEngine() {
        return engine.startsWith("Replicated") ? "ReplicatedMergeTree" : "MergeTree";
    }
}
