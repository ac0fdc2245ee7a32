package io.amp4j.benchmarks;

import io.amp4j.loader.Load;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadListener;
import io.amp4j.loader.Loads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** What memory a live load into a DuckDB file takes while 100 million rows pass through it, in a small heap. */
final class DuckDbMemoryBenchmark implements Benchmark {
    private static final long ROWS = 100_000_000;
    private static final int STEPS = 5;

    /** Well below DuckDB's usual one, so that what grows would show. */
    private static final String LIMIT = "256MiB";

    @Override
    public String run(List<String> arguments) throws Exception {
        try (Scratch scratch = Scratch.create();
                EndlessQuery query = new EndlessQuery()) {
            Steps steps = new Steps();
            long microbatches = (ROWS + query.rowsPerMicrobatch() - 1) / query.rowsPerMicrobatch();
            try (Load load = Loads.from(query)
                    .to("duckdb:" + scratch.folder().resolve("rows.duckdb") + "?memory-limit=" + LIMIT)
                    .table("rows")
                    .toBlock(microbatches * EndlessQuery.BLOCKS - 1)
                    .listener(steps)
                    .stream()) {
                load.result().join();
            }
            return String.format(
                            Locale.ROOT,
                            "A heap of at most %d MB, DuckDB with %s%n%n| Mrows | commits | heap, MB | resident, MB | resident peak, MB |%n"
                                    + "|---|---|---|---|---|%n",
                            Runtime.getRuntime().maxMemory() >> 20,
                            LIMIT)
                    + steps.table;
        }
    }

    /** Adds a line whenever another part of the rows is committed. */
    private static final class Steps implements LoadListener {
        private final StringBuilder table = new StringBuilder();
        private long rows;
        private long commits;
        private long next = ROWS / STEPS;

        @Override
        public void on(LoadEvent event) {
            if (!(event instanceof LoadEvent.Committed committed)) {
                return;
            }
            rows += committed.rows();
            commits++;
            if (rows >= next) {
                next += ROWS / STEPS;
                String line = line();
                table.append(line);
                // It takes minutes: whoever waits sees that it moves.
                System.err.print(line);
            }
        }

        private String line() {
            try {
                ProcessMemory memory = ProcessMemory.now();
                long heap =
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
                return String.format(
                        Locale.ROOT,
                        "| %d | %d | %d | %d | %d |%n",
                        rows / 1_000_000,
                        commits,
                        heap >> 20,
                        memory.resident() >> 20,
                        memory.peak() >> 20);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
