package io.amp4j.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/** A Redis of its own, which can be killed and started again on the same data and port. */
public final class RedisProcess implements AutoCloseable {
    private static final String EXECUTABLE = System.getProperty("amp4j.redis.server", "");

    private final int port;
    private final List<String> command;
    private Process process;

    /**
     * Starts a server.
     *
     * @param directory where it keeps its data
     * @param settings further arguments, such as {@code --appendonly yes}
     */
    public RedisProcess(Path directory, String... settings) {
        this(freePort(), directory, List.of("--save", ""), List.of(settings));
    }

    private RedisProcess(int port, Path directory, List<String> first, List<String> settings) {
        this.port = port;
        this.command = new ArrayList<>(List.of(executable()));
        command.addAll(first);
        command.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1", "--dir", directory.toString()));
        command.addAll(settings);
        this.process = start();
    }

    /** Starts a Sentinel. */
    static RedisProcess sentinel(Path directory, Path config) {
        return new RedisProcess(freePort(), directory, List.of(config.toString(), "--sentinel"), List.of());
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String executable() {
        try {
            return EXECUTABLE.isEmpty()
                    ? ExecutableProvider.newJarResourceProvider().get().getPath()
                    : EXECUTABLE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start() {
        try {
            Process started =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            awaitReady(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReady(Process started) throws IOException {
        BufferedReader output = started.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains("eady to accept connections") || line.contains("Sentinel ID is")) {
                drain(output);
                return;
            }
        }
        throw new IOException("redis-server did not start: " + said);
    }

    private static void drain(BufferedReader output) {
        Thread thread = new Thread(() -> {
            try {
                while (output.readLine() != null) {
                    // What it says is of no interest; that it can say it is.
                }
            } catch (IOException e) {
                // It ended.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** A connection of the driver's own. */
    public Jedis connect() {
        DefaultJedisClientConfig config = DefaultJedisClientConfig.builder()
                .resp2()
                .autoNegotiateProtocol(false)
                .timeoutMillis(30_000)
                .build();
        return new Jedis(new HostAndPort("127.0.0.1", port), config);
    }

    /** Kills it without a word. */
    public void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("redis-server does not die");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it again. */
    public void restart() {
        process = start();
    }

    @Override
    public void close() {
        kill();
    }
}
