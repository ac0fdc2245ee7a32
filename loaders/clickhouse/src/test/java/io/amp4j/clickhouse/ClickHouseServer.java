package io.amp4j.clickhouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real ClickHouse engine in a process of its own, on free ports of the loopback interface. Can be killed and started again on its data. */
final class ClickHouseServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String LISTEN = "SYSTEM START LISTEN HTTP;"
            + " SELECT count() FROM file('/dev/stdin','LineAsString','s String') FORMAT Null";

    private final Path directory;
    private final int httpPort = freePort();
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    private ClickHouseServer(Path directory) {
        this.directory = directory;
    }

    /**
     * Runs a server by hand until standard input ends, on an empty folder.
     *
     * @param args the folder for its data
     */
    public static void main(String[] args) throws IOException {
        try (ClickHouseServer server = start(Path.of(args[0]).toAbsolutePath())) {
            System.out.println("127.0.0.1:" + server.httpPort);
            while (System.in.read() >= 0) {
                // until the end
            }
        }
    }

    static ClickHouseServer start(Path directory) {
        ClickHouseServer server = new ClickHouseServer(directory);
        try {
            server.configure();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.start();
        return server;
    }

    String uri(String database) {
        return uri("default", database);
    }

    String uri(String user, String database) {
        return "clickhouse://" + user + "@127.0.0.1:" + httpPort + "/" + database;
    }

    int httpPort() {
        return httpPort;
    }

    /** Runs a statement, and gives the answer as bytes. */
    byte[] query(String sql) {
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/"))
                            .POST(HttpRequest.BodyPublishers.ofString(sql))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String text(String sql) {
        return new String(query(sql), java.nio.charset.StandardCharsets.UTF_8).strip();
    }

    private void configure() throws IOException {
        Files.createDirectories(directory);
        Path users = directory.resolve("users.xml");
        Files.writeString(
                directory.resolve("config.xml"),
                "<clickhouse><http_port>" + httpPort + "</http_port><listen_host>127.0.0.1</listen_host><users_config>"
                        + users + "</users_config>"
                        + "<zookeeper><implementation>testkeeper</implementation></zookeeper>"
                        + "<macros><shard>1</shard><replica>1</replica></macros>"
                        + "<default_replica_path>/tables/{database}/{table}</default_replica_path>"
                        + "<max_server_memory_usage>4000000000</max_server_memory_usage></clickhouse>");
        String profiles = "<profiles><default/><small><max_memory_usage>12000000</max_memory_usage></small>"
                + "<impatient><insert_keeper_max_retries>0</insert_keeper_max_retries></impatient>"
                + "<reader><readonly>1</readonly></reader>"
                + "<cached><use_query_cache>1</use_query_cache></cached>"
                + "<partial><max_result_rows>1</max_result_rows><result_overflow_mode>break</result_overflow_mode>"
                + "<max_block_size>1</max_block_size></partial></profiles>";
        Files.writeString(
                users,
                "<clickhouse>" + profiles + "<quotas><default/></quotas><users>" + user("default", "", "default")
                        + user("writer", "secret", "default") + user("small", "", "small")
                        + user("reader", "", "reader") + user("impatient", "", "impatient")
                        + user("cached", "", "cached") + user("partial", "", "partial")
                        + "</users></clickhouse>");
    }

    private static String user(String name, String password, String profile) {
        return "<" + name + "><password>" + password + "</password><networks><ip>127.0.0.1</ip></networks><profile>"
                + profile + "</profile><quota>default</quota></" + name + ">";
    }

    void start() {
        String library = System.getProperty("amp4j.clickhouse.library", "");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                ClickHouseEngine.class.getName(),
                library,
                "--config-file=" + directory.resolve("config.xml"),
                "--path=" + directory.resolve("data"),
                "--query",
                LISTEN);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("log").toFile()))
                    .start();
            awaitPing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPing() throws IOException {
        Instant limit = Instant.now().plus(START_LIMIT);
        while (process.isAlive() && Instant.now().isBefore(limit)) {
            try {
                if (text("SELECT 1").equals("1")) {
                    return;
                }
            } catch (UncheckedIOException e) {
                pause();
            }
        }
        throw new IllegalStateException("ClickHouse did not start: " + Files.readString(directory.resolve("log")));
    }

    private void pause() {
        try {
            process.waitFor(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kills the process as a crash would. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException | InterruptedException e) {
            kill();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
