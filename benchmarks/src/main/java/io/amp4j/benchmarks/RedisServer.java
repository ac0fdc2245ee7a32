package io.amp4j.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A {@code redis-server} and the {@code redis-cli} that belongs to it, both from the path. */
final class RedisServer implements AutoCloseable {
    private final int port;
    private final Process process;

    RedisServer() throws IOException {
        this.port = freePort();
        this.process = new ProcessBuilder(
                        "redis-server", "--port", String.valueOf(port), "--bind", "127.0.0.1", "--save", "")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (process.isAlive()) {
            try {
                command("PING");
                return;
            } catch (IOException e) {
                // It is not there yet.
            }
        }
        throw new IOException("redis-server ended");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** Sends a command of one word and waits for its one-line answer. */
    String command(String word) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write((word + "\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            for (int b = in.read(); b >= 0 && b != '\r'; b = in.read()) {
                answer.append((char) b);
            }
            return answer.toString();
        }
    }

    /** Feeds a file of commands to {@code redis-cli --pipe}. */
    void pipe(Path commands) throws IOException, InterruptedException {
        Process cli = new ProcessBuilder("redis-cli", "-h", "127.0.0.1", "-p", String.valueOf(port), "--pipe")
                .redirectInput(commands.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (cli.waitFor() != 0 || !said.contains("errors: 0,")) {
            throw new IOException("redis-cli: " + said);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
