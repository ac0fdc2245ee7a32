package io.amp4j.client.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each connection with the bytes that a test gave it, HTTP or not, and keeps what it was asked. */
public final class RawHttpServer implements AutoCloseable {
    /** What to send; it may go on as long as the peer listens. */
    @FunctionalInterface
    public interface Script {
        void answer(OutputStream out) throws IOException;
    }

    private final ServerSocket socket;
    private final Script script;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Thread acceptor = new Thread(this::accept, "raw-http");

    public RawHttpServer(Script script) {
        this.script = script;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** A server that answers every call alike. */
    public static RawHttpServer answering(int status, String headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " Said\r\n" + headers + "content-length: " + bytes.length
                + "\r\nconnection: close\r\n\r\n";
        return new RawHttpServer(out -> {
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
        });
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** Heads and bodies of the calls so far. */
    public List<String> requests() {
        return requests;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try (Socket peer = socket.accept()) {
                requests.add(read(peer.getInputStream()));
                OutputStream out = peer.getOutputStream();
                script.answer(out);
                out.flush();
            } catch (IOException peerOrServerIsGone) {
                // The next one may stay longer.
            }
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.US_ASCII);
        int length = text.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
