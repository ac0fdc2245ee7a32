package io.amp4j.benchmarks;

import io.amp4j.client.AmpClient;
import io.amp4j.devnet.Devnet;
import io.amp4j.loader.LoadResult;
import io.amp4j.loader.Loads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A backfill in four slices against one stream. First with a server that takes 20 ms for each call and each message, as one far away or a busy one
 * does; then with one that takes none, where two cores that serve, read and write are the limit. Arguments: rounds, {@code duckdb} or
 * {@code postgresql}, blocks.
 */
final class BackfillBenchmark implements Benchmark {
    private static final String QUERY =
            "SELECT block_num, tx_index, log_index, address, topic0, data FROM eth_rpc.logs";
    private static final Duration LATENCY = Duration.ofMillis(20);
    private static final int WORKERS = 4;
    private static final int BLOCKS = 20_000;
    private static final int INTERVAL = 100;
    private int tables;
    private int blocks = BLOCKS;

    @Override
    public String run(List<String> arguments) throws Exception {
        int rounds = Benchmark.rounds(arguments);
        boolean postgresql = arguments.size() > 1 && arguments.get(1).equals("postgresql");
        blocks = arguments.size() > 2 ? Integer.parseInt(arguments.get(2)) : BLOCKS;
        if (!postgresql) {
            try (Scratch scratch = Scratch.create()) {
                return run(rounds, "DuckDB", "duckdb:" + scratch.folder().resolve("backfill.duckdb"));
            }
        }
        try (PostgresqlServer server = new PostgresqlServer()) {
            return run(rounds, "PostgreSQL", server.uri());
        }
    }

    private String run(int rounds, String name, String uri) throws Exception {
        try (Devnet devnet = Devnet.builder()
                        .blocks(blocks)
                        .microbatchBlocks(INTERVAL)
                        .start();
                AmpClient client = AmpClient.connect(devnet.url())) {
            devnet.faults().latencyPerCall(LATENCY).latencyPerMessage(LATENCY);
            String slow = compare(rounds, name + ", 20 ms for each call and message", 3, client, uri);
            devnet.faults().clear();
            return slow + "\n" + compare(rounds, name + ", no latency", 1, client, uri);
        }
    }

    private String compare(int rounds, String title, double wanted, AmpClient client, String uri) throws Exception {
        long rows = load(client, uri, 1);
        return Rounds.of(
                        String.format(
                                Locale.ROOT, "%s: %d slices against one stream, %,d blocks", title, WORKERS, blocks),
                        rows,
                        () -> requireRows(rows, load(client, uri, WORKERS)))
                .against("one stream", wanted, () -> requireRows(rows, load(client, uri, 1)))
                .run(rounds);
    }

    private long load(AmpClient client, String uri, int workers) {
        LoadResult done = Loads.from(client.sql(QUERY))
                .to(uri)
                .table("backfill_" + ++tables)
                .toBlock(blocks - 1)
                .parallel(workers)
                .stream()
                .result()
                .join();
        return done.rows();
    }

    private static void requireRows(long wanted, long loaded) throws IOException {
        if (wanted != loaded) {
            throw new IOException("loaded " + loaded + " rows instead of " + wanted);
        }
    }
}
