package io.amp4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A ClickHouse of its own: {@code loaders/clickhouse/serve}, as long as this is open. */
final class ClickHouseServe implements AutoCloseable {
    private final Process process;
    private final String address;

    /** Builds, starts and awaits it. */
    ClickHouseServe() throws IOException {
        process = new ProcessBuilder("loaders/clickhouse/serve")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        address = awaitAddress(process.inputReader(StandardCharsets.UTF_8));
    }

    private static String awaitAddress(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.matches("127\\.0\\.0\\.1:\\d+")) {
                return line;
            }
        }
        throw new IOException("loaders/clickhouse/serve ended before its server was there");
    }

    /** Its host and port. */
    String address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
