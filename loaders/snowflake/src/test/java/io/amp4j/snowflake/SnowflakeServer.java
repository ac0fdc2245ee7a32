package io.amp4j.snowflake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.snowflake.client.api.driver.SnowflakeDriver;

/** PyPI's fakesnow, which serves Snowflake's wire protocol over DuckDB, in a process of its own that all tests share. */
final class SnowflakeServer implements SnowflakeHome {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static SnowflakeServer running;

    private final Pipes pipes = new Pipes(this::connect);
    private final StageProxy proxy;

    private SnowflakeServer(URI server, Path bucket) throws IOException {
        this.proxy = new StageProxy(server, bucket, pipes);
    }

    /** The pipes of Snowpipe Streaming. */
    Pipes pipes() {
        return pipes;
    }

    /** The HTTP of Snowpipe Streaming. */
    SnowpipeStub snowpipe() {
        return proxy.snowpipe();
    }

    static synchronized SnowflakeServer shared() {
        if (running == null) {
            try {
                running = start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    private static SnowflakeServer start() throws IOException {
        Path directory = Files.createTempDirectory("amp4j-fakesnow");
        int port = freePort();
        ProcessBuilder command = new ProcessBuilder(
                        System.getProperty("amp4j.fakesnow"),
                        "--server",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log.txt").toFile());
        command.environment().put("TMPDIR", directory.toString());
        Process process = command.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, directory)));
        awaitPort(process, port, directory);
        return new SnowflakeServer(URI.create("http://127.0.0.1:" + port), bucket(directory));
    }

    private static Path bucket(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("fakesnow_bucket_"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(Process process, int port, Path directory) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (System.nanoTime() < deadline && !endsSoon(process)) {
            if (listens(port)) {
                return;
            }
        }
        throw new IllegalStateException("fakesnow does not answer: " + Files.readString(directory.resolve("log.txt")));
    }

    private static boolean endsSoon(Process process) {
        try {
            return process.waitFor(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean listens(int port) {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void end(Process process, Path directory) {
        process.destroyForcibly();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // The operating system sweeps its temporary directory.
        }
    }

    /** A database; the server makes it when somebody logs in to it. */
    @Override
    public String newPlace() {
        return "DB" + DATABASES.incrementAndGet() + "_"
                + ProcessHandle.current().pid();
    }

    @Override
    public String uri(String database) {
        return "snowflake://user:secret@account/" + database + "/PUBLIC?url=" + proxy.url();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public void drop(String database) {
        // The server's process ends with the tests, and its databases are in memory.
    }

    @Override
    public Connection connect(String database) throws SQLException {
        Properties driver = new Properties();
        driver.setProperty("user", "reader");
        driver.setProperty("password", "secret");
        driver.setProperty("account", "account");
        driver.setProperty("ssl", "off");
        driver.setProperty("db", database);
        driver.setProperty("schema", "PUBLIC");
        driver.setProperty("JDBC_QUERY_RESULT_FORMAT", "JSON");
        driver.setProperty("disablePlatformDetection", "true");
        return SnowflakeDriver.INSTANCE.connect("jdbc:snowflake://" + proxy.url() + "/", driver);
    }
}
