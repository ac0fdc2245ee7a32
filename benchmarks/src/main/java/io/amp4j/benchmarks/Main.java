package io.amp4j.benchmarks;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Runs the benchmark that the first argument names. */
public final class Main {
    private static final Map<String, Benchmark> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("backfill", new BackfillBenchmark()),
            Map.entry("backfill-memory", new BackfillMemoryBenchmark()),
            Map.entry("clickhouse", new ClickHouseBenchmark()),
            Map.entry("client", new ClientBenchmark()),
            Map.entry("client-memory", new ClientMemoryBenchmark()),
            Map.entry("deltalake", new DeltaBenchmark()),
            Map.entry("duckdb", new DuckDbBenchmark()),
            Map.entry("duckdb-devnet", new DuckDbDevnetBenchmark()),
            Map.entry("duckdb-memory", new DuckDbMemoryBenchmark()),
            Map.entry("iceberg", new IcebergBenchmark()),
            Map.entry("labels", new LabelsBenchmark()),
            Map.entry("lmdb", new LmdbBenchmark()),
            Map.entry("parquet", new ParquetBenchmark()),
            Map.entry("postgresql", new PostgresqlBenchmark()),
            Map.entry("redis", new RedisBenchmark())));

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
