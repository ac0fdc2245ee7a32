package io.amp4j.benchmarks;

import io.amp4j.client.AmpClient;
import io.amp4j.devnet.Devnet;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.Loads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What memory a parallel backfill of many rows takes: server, load and, for DuckDB, the store in one process with a small heap. Arguments: millions
 * of rows, then {@code duckdb} or {@code postgresql}.
 */
final class BackfillMemoryBenchmark implements Benchmark {
    private static final String QUERY =
            "SELECT block_num, tx_index, log_index, address, topic0, data FROM eth_rpc.logs";
    private static final long MILLION = 1_000_000;
    private static final int WORKERS = 4;
    private static final int STEPS = 10;
    private static final int TRANSACTIONS = 50;
    private static final int LOGS = 10;

    @Override
    public String run(List<String> arguments) throws Exception {
        long rows = Long.parseLong(arguments.isEmpty() ? "10" : arguments.get(0)) * MILLION;
        boolean postgresql = arguments.size() > 1 && arguments.get(1).equals("postgresql");
        if (!postgresql) {
            try (Scratch scratch = Scratch.create()) {
                return run(rows, "duckdb:" + scratch.folder().resolve("backfill.duckdb"));
            }
        }
        try (PostgresqlServer server = new PostgresqlServer()) {
            return run(rows, server.uri());
        }
    }

    private static String run(long rows, String uri) throws Exception {
        long blocks = rows / (TRANSACTIONS * LOGS);
        try (Devnet devnet = Devnet.builder()
                        .blocks(blocks)
                        .transactionsPerBlock(TRANSACTIONS)
                        .logsPerTransaction(LOGS)
                        .start();
                AmpClient client = AmpClient.connect(devnet.url())) {
            Watch watch = new Watch(client, rows);
            long start = System.nanoTime();
            try (Load load = Loads.from(client.sql(QUERY))
                    .to(uri)
                    .table("logs")
                    .toBlock(blocks - 1)
                    .parallel(WORKERS)
                    .listener(watch::hear)
                    .stream()) {
                long loaded = load.result().join().rows();
                return watch.table
                        + String.format(
                                Locale.ROOT,
                                "%n%,d rows in %d slices at once, %.0f s%n",
                                loaded,
                                WORKERS,
                                (System.nanoTime() - start) / 1e9);
            }
        }
    }

    /** Looks at the memory now and then. */
    private static final class Watch {
        private final AmpClient client;
        private final long step;
        private final StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "A heap of at most %d MB%n%n| Mrows | heap in use, MB | client's allocator, MB | resident, MB | resident peak, MB |%n|---|---|---|---|---|%n",
                Runtime.getRuntime().maxMemory() >> 20));
        private long rows;
        private long next;

        Watch(AmpClient client, long wanted) {
            this.client = client;
            this.step = wanted / STEPS;
            this.next = step;
        }

        void hear(@Nullable LoadEvent event) {
            if (!(event instanceof LoadEvent.Committed committed)) {
                return;
            }
            rows += committed.rows();
            if (rows >= next) {
                next += step;
                String line = line();
                table.append(line);
                // It takes minutes: whoever waits sees that it moves.
                System.err.print(line);
            }
        }

        private String line() {
            Runtime runtime = Runtime.getRuntime();
            try {
                ProcessMemory memory = ProcessMemory.now();
                return String.format(
                        Locale.ROOT,
                        "| %.1f | %d | %d | %d | %d |%n",
                        (double) rows / MILLION,
                        (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                        client.allocator().getAllocatedMemory() >> 20,
                        memory.resident() >> 20,
                        memory.peak() >> 20);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
