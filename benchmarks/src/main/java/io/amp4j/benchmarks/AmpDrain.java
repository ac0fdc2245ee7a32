package io.amp4j.benchmarks;

import io.amp4j.client.AmpClient;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;

/** Drains with amp4j's client, every option at its default. */
final class AmpDrain {
    private AmpDrain() {}

    /**
     * Serves queries.
     *
     * @param args the server's port
     * @throws Exception if one fails
     */
    public static void main(String[] args) throws Exception {
        try (AmpClient client = client(args[0])) {
            Drain.serve(query -> drain(client, query));
        }
    }

    static AmpClient client(String port) {
        return AmpClient.builder().uri("grpc://localhost:" + port).token("none").build();
    }

    private static Drained drain(AmpClient client, String query) {
        Drained drained = Drained.NOTHING;
        try (BatchStream batches = client.sql(query).batches()) {
            for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
                drained = drained.plus(batch.root());
            }
        }
        return drained;
    }
}
