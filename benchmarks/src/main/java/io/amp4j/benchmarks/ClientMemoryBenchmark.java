package io.amp4j.benchmarks;

import io.amp4j.client.AmpClient;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What memory the client takes while 100 million rows pass through it, in a small heap. */
final class ClientMemoryBenchmark implements Benchmark {
    private static final int ROWS_PER_BATCH = 8_192;
    private static final long ROWS = 100_000_000;
    private static final int STEPS = 5;

    @Override
    public String run(List<String> arguments) throws Exception {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "A heap of at most %d MB%n%n| Mrows | allocator now, MB | allocator peak, MB | resident, MB | resident peak, MB |%n"
                        + "|---|---|---|---|---|%n",
                Runtime.getRuntime().maxMemory() >> 20));
        long batchCount = (ROWS + ROWS_PER_BATCH - 1) / ROWS_PER_BATCH;
        try (ChildJvm server = ClientBenchmark.server();
                AmpClient client = AmpDrain.client(server.receive());
                BatchStream batches = client.sql("rows=" + ROWS_PER_BATCH + " batches=" + batchCount)
                        .batches()) {
            long rows = 0;
            long next = ROWS / STEPS;
            for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
                rows += batch.root().getRowCount();
                if (rows >= next) {
                    table.append(line(rows, client));
                    next += ROWS / STEPS;
                }
            }
        }
        return table.toString();
    }

    private static String line(long rows, AmpClient client) throws IOException {
        ProcessMemory memory = ProcessMemory.now();
        return String.format(
                Locale.ROOT,
                "| %d | %d | %d | %d | %d |%n",
                rows / 1_000_000,
                client.allocator().getAllocatedMemory() >> 20,
                client.allocator().getPeakMemoryAllocation() >> 20,
                memory.resident() >> 20,
                memory.peak() >> 20);
    }
}
