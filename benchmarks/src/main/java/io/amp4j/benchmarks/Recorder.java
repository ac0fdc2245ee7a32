package io.amp4j.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stands before a server and writes down what clients send, a file for each connection. Clients connect before they are joined. */
final class Recorder implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final int port;
    private final Path directory;
    private final List<Path> files = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Recorder(int port, Path directory) throws IOException {
        this.port = port;
        this.directory = directory;
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "recorder");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                add(client, server);
            }
        } catch (IOException e) {
            // Nobody connects any more.
        }
    }

    private synchronized void add(Socket client, Socket server) {
        Path file = directory.resolve("connection" + files.size());
        files.add(file);
        threads.add(start(() -> record(client, server, file)));
        start(() -> copy(server, client));
    }

    private static void record(Socket client, Socket server, Path file) {
        byte[] buffer = new byte[1 << 16];
        try (client;
                server;
                OutputStream copy = new BufferedOutputStream(Files.newOutputStream(file))) {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                copy.write(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // The client is gone, with all that it had to say written down.
        }
    }

    private static void copy(Socket server, Socket client) {
        try {
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // One side is gone, and so is the other.
        }
    }

    /** The longest of the files, once all clients are gone. */
    synchronized Path longest() throws IOException, InterruptedException {
        Path longest = null;
        for (int i = 0; i < files.size(); i++) {
            threads.get(i).join();
            if (longest == null || Files.size(files.get(i)) > Files.size(longest)) {
                longest = files.get(i);
            }
        }
        if (longest == null) {
            throw new IOException("nobody connected");
        }
        return longest;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
