package io.amp4j.benchmarks;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Runs the benchmark that the first argument names. */
public final class Main {
    private static final Map<String, Benchmark> ALL = new TreeMap<>(Map.of(
            "clickhouse", new ClickHouseBenchmark(),
            "client", new ClientBenchmark(),
            "client-memory", new ClientMemoryBenchmark(),
            "deltalake", new DeltaBenchmark(),
            "duckdb", new DuckDbBenchmark(),
            "parquet", new ParquetBenchmark(),
            "postgresql", new PostgresqlBenchmark(),
            "redis", new RedisBenchmark()));

    private Main() {}

    /**
     * Runs one benchmark and prints its table.
     *
     * @param args its name, and its own arguments
     * @throws Exception if it fails
     */
    public static void main(String[] args) throws Exception {
        Benchmark benchmark = args.length == 0 ? null : ALL.get(args[0]);
        if (benchmark == null) {
            System.err.println("usage: benchmarks/run NAME [argument ...], NAME one of " + ALL.keySet());
            System.exit(2);
            return;
        }
        System.out.println(benchmark.run(Arrays.asList(args).subList(1, args.length)));
    }
}
