package io.amp4j.loader;

import io.amp4j.client.Query;

/**
 * Where a load begins: what a query answers goes into a table, once and exactly.
 *
 * <pre>{@code
 * try (AmpClient client = AmpClient.connect("grpc://localhost:1602");
 *         Load load = Loads.from(client.sql("SELECT * FROM eth_rpc.blocks"))
 *                 .to("duckdb:chain.duckdb")
 *                 .table("blocks")
 *                 .stream()) {
 *     load.result().join();
 * }
 * }</pre>
 */
public final class Loads {
    private Loads() {}

    /**
     * Begins to describe a load.
     *
     * @param query what to load; its client stays open as long as the load runs
     * @return the description, to be completed and started
     */
    public static LoadBuilder from(Query query) {
        return new LoadBuilder(query);
    }
}
