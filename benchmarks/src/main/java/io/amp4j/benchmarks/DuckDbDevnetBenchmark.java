package io.amp4j.benchmarks;

import io.amp4j.client.AmpClient;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.Query;
import io.amp4j.loader.Load;
import io.amp4j.loader.Loads;
import java.io.IOException;
import java.util.List;

/**
 * From end to end: the history of a devnet in a process of its own, over the wire and through the engine into a DuckDB file, as a live load with
 * its commits, and what the same stream takes when its rows are dropped.
 */
final class DuckDbDevnetBenchmark implements Benchmark {
    private static final long BLOCKS = 30_000;
    private static final List<String> HEAP = List.of("-Xmx1g", "-Dsun.misc.unsafe.memory.access=allow");

    @Override
    public String run(List<String> arguments) throws Exception {
        try (Scratch scratch = Scratch.create();
                ChildJvm server = new ChildJvm(DevnetServer.class, HEAP, jar -> true, String.valueOf(BLOCKS));
                AmpClient client = AmpClient.connect(server.receive())) {
            Query logs = client.sql("SELECT * FROM eth_rpc.logs");
            return Rounds.of("A devnet's logs into DuckDB", drain(logs), () -> load(logs, scratch))
                    .beside("the same stream, dropped", () -> drain(logs))
                    .run(Benchmark.rounds(arguments));
        }
    }

    private static void load(Query logs, Scratch scratch) throws IOException {
        try (Load load = Loads.from(logs)
                .to("duckdb:" + scratch.folder().resolve("chain.duckdb"))
                .table("logs")
                .toBlock(BLOCKS - 1)
                .stream()) {
            load.result().join();
        }
        scratch.empty();
    }

    private static long drain(Query logs) {
        long rows = 0;
        try (BatchStream batches = logs.stream(null).until(BLOCKS - 1)) {
            for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
                rows += batch.rows();
            }
        }
        return rows;
    }
}
