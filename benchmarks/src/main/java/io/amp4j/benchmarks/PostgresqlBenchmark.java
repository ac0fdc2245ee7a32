package io.amp4j.benchmarks;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Loading into PostgreSQL against {@code psql}, and what a reorg costs in a large table. Arguments: rounds, and the parts to run (logs, blocks,
 * reorgs, latency; by default all of them).
 */
final class PostgresqlBenchmark implements Benchmark {
    private static final int ROWS = 1_000_000;
    private static final int BATCH = 8_192;
    private static final int SMALL = 100_000;
    private static final int LARGE = 10_000_000;

    /** The large table may take half as long again: the wish is that 1 / 1.5 of its speed is kept. */
    private static final double KEPT = 1 / 1.5;

    @Override
    public String run(List<String> arguments) throws Exception {
        int rounds = Benchmark.rounds(arguments);
        List<String> parts = arguments.size() > 1
                ? arguments.subList(1, arguments.size())
                : List.of("logs", "blocks", "reorgs", "latency");
        StringBuilder tables = new StringBuilder();
        try (PostgresqlServer server = new PostgresqlServer();
                BufferAllocator allocator = new RootAllocator()) {
            for (String part : parts) {
                tables.append(run(part, rounds, server, allocator)).append('\n');
            }
        }
        return tables.toString();
    }

    private static String run(String part, int rounds, PostgresqlServer server, BufferAllocator allocator)
            throws Exception {
        return switch (part) {
            case "logs" -> loads(part, rounds, server, Logs.batches(allocator, ROWS, BATCH));
            case "blocks" -> loads(part, rounds, server, Blocks.batches(allocator, ROWS, BATCH));
            case "reorgs" -> reorgs(rounds, server, allocator);
            case "latency" -> PostgresqlLatency.measure(server);
            default -> throw new IllegalArgumentException("'" + part + "' is no part: logs, blocks, reorgs, latency");
        };
    }

    private static String loads(String shape, int rounds, PostgresqlServer server, List<VectorSchemaRoot> batches)
            throws Exception {
        try (PostgresqlLoads loads =
                new PostgresqlLoads(server, shape, batches.get(0).getSchema(), batches)) {
            return loads.oneConnection(rounds) + "\n" + loads.twoConnections(rounds);
        } finally {
            batches.forEach(VectorSchemaRoot::close);
        }
    }

    private static String reorgs(int rounds, PostgresqlServer server, BufferAllocator allocator) throws Exception {
        List<VectorSchemaRoot> rows = Logs.batches(allocator, 100, 100);
        try (PostgresqlReorgs small = new PostgresqlReorgs(server, "reorg_small", SMALL, rows.get(0));
                PostgresqlReorgs large = new PostgresqlReorgs(server, "reorg_large", LARGE, rows.get(0))) {
            String table = Rounds.of(
                            "PostgreSQL, reorg of 10 blocks of 100 logs in 10 M rows", 1_000, large::reorganise)
                    .against("the same in 100 k rows", KEPT, small::reorganise)
                    .run(rounds);
            return table + "\n" + large.plan();
        } finally {
            rows.forEach(VectorSchemaRoot::close);
        }
    }
}
