package io.amp4j.loader.testkit.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link SoakChild} as its parent sees it. */
final class LoaderProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    private LoaderProcess(Process process, Path errors) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.errors = errors;
    }

    /**
     * Starts a loader that waits to begin.
     *
     * @param classFlags where its classes are
     */
    static LoaderProcess start(List<String> classFlags, String server, String destination, String table) {
        try {
            Path errors = Files.createTempFile("soak", ".err");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            command.addAll(
                    List.of("-Dsun.misc.unsafe.memory.access=allow", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
            command.addAll(classFlags);
            command.addAll(List.of(SoakChild.class.getName(), server, destination, table));
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            return new LoaderProcess(process, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void begin() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new IllegalStateException(errors(), e);
        }
    }

    /** Waits until the load has opened its destination. */
    void awaitOpened() {
        try {
            String line = output.readLine();
            if (!SoakChild.OPENED.equals(line)) {
                throw new IllegalStateException("the loader says " + line + "; its errors: " + errors());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets it end by itself. */
    void end() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the loader does not end");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the loader ended by itself; its errors: " + errors());
        }
    }

    /** Where its threads stand, and what it said. */
    String threads() {
        try {
            Process jstack = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jstack")
                                    .toString(),
                            String.valueOf(process.pid()))
                    .redirectErrorStream(true)
                    .start();
            String dump = new String(jstack.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return "its errors: " + errors() + "\nits threads:\n" + dump;
        } catch (IOException e) {
            return "its errors: " + errors();
        }
    }

    private String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** {@code SIGKILL}. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the loader survives SIGKILL");
            }
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
