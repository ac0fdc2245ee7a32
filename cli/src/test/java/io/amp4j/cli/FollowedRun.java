package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command that runs on while its output is read. */
final class FollowedRun implements AutoCloseable {
    private final Output out = new Output();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> code;

    private FollowedRun(String... args) {
        Console console =
                new Console(InputStream.nullInputStream(), out, new PrintWriter(err, true), false, false, 80, Map.of());
        code = CompletableFuture.supplyAsync(() -> new Amp(console).run(args));
    }

    static FollowedRun start(String... args) {
        return new FollowedRun(args);
    }

    /** Tells whoever waits that something was written. */
    private static final class Output extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int from, int count) {
            super.write(bytes, from, count);
            notifyAll();
        }

        synchronized void awaitLines(int count) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (toString(StandardCharsets.UTF_8).lines().count() < count) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                assertThat(left).as("waiting for line %s of%n%s", count, this).isPositive();
                wait(left);
            }
        }
    }

    void awaitLines(int count) throws InterruptedException {
        out.awaitLines(count);
    }

    /** All lines of a command that has ended well. */
    List<String> finished() throws Exception {
        assertThat(code.get(30, TimeUnit.SECONDS)).as(err.toString()).isZero();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Override
    public void close() {
        code.cancel(true);
    }
}
