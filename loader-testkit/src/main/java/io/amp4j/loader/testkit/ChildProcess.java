package io.amp4j.loader.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.loader.spi.TableName;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A child process as its parent sees it. */
final class ChildProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    private ChildProcess(Process process, Path errors) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.errors = errors;
    }

    /** Starts a child that stops when it has reached a step so many times. */
    static ChildProcess start(TestStore store, Path directory, ChildTask task, Step step, int time, TableName table) {
        List<String> what = List.of(task.name(), step.name(), String.valueOf(time));
        return start(KillChild.class, store, directory, arguments(what, store, table));
    }

    /** A child's arguments: what is to be done, then the table and its store. */
    static List<String> arguments(List<String> what, TestStore store, TableName table) {
        List<String> arguments = new ArrayList<>(what);
        arguments.addAll(List.of(table.schema() == null ? "" : table.schema(), table.name(), store.uri()));
        store.settings().forEach((key, value) -> arguments.add(key + "=" + value));
        return arguments;
    }

    /** Starts a main class in a process of its own. */
    static ChildProcess start(Class<?> main, TestStore store, Path directory, List<String> arguments) {
        return start(main, ChildClasses.of(store, directory).using(), directory, arguments);
    }

    static ChildProcess start(Class<?> main, List<String> classFlags, Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-") || flag.startsWith("--enable-") || flag.startsWith("-Dsun."))
                .forEach(command::add);
        // Native libraries that a killed process leaves behind go with the test's directory.
        Path temporary = directory.resolve("child");
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(classFlags);
        command.add(main.getName());
        command.addAll(arguments);
        try {
            Files.createDirectories(temporary);
            Path errors = Files.createTempFile(temporary, "child", ".err");
            File log = errors.toFile();
            return new ChildProcess(
                    new ProcessBuilder(command).redirectError(log).start(), errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitStep() {
        assertThat(nextLine()).as("what the child says").isEqualTo(KillChild.AT_STEP);
    }

    /** Lets the child go on. */
    void goOn() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the child go on, and gives the id of the code that it fails with. */
    String goOnAndFail() {
        goOn();
        String line = nextLine();
        assertThat(line).as("what the child says").startsWith(KillChild.FAILED);
        return line.substring(KillChild.FAILED.length());
    }

    /** Waits for a child that nobody kills, whether it succeeds or not. */
    void awaitEnd() {
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills the child, as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String nextLine() {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(this::readLine);
        try {
            return line.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("the child says nothing; its errors: " + errors(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String readLine() {
        try {
            String line = output.readLine();
            return line == null ? "ended: " + errors() : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
