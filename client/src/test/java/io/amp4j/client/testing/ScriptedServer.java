package io.amp4j.client.testing;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A gRPC server that knows Flight's two calls by name, and answers each with the bytes that a test gave it. */
public final class ScriptedServer implements AutoCloseable {
    private static final String SERVICE = "arrow.flight.protocol.FlightService";

    private final Server server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Metadata> headers = new CopyOnWriteArrayList<>();
    private final List<byte[]> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();

    public ScriptedServer() {
        this(0, InsecureServerCredentials.create());
    }

    public ScriptedServer(int port, ServerCredentials credentials) {
        ServerServiceDefinition service = ServerServiceDefinition.builder(SERVICE)
                .addMethod(method("GetFlightInfo"), this::call)
                .addMethod(method("DoGet"), this::call)
                .build();
        try {
            server = Grpc.newServerBuilderForPort(port, credentials)
                    .addService(service)
                    .permitKeepAliveTime(1, TimeUnit.SECONDS)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a call answers: messages as long as there are some, then a status; none leaves the call open. */
    private record Answer(Script script, @Nullable Status status) {}

    private interface Script {
        byte @Nullable [] message(int n);
    }

    public ScriptedServer plan(byte[] flightInfo) {
        return answer("GetFlightInfo", Status.OK, flightInfo);
    }

    public ScriptedServer refusePlan(Status status) {
        return answer("GetFlightInfo", status);
    }

    public ScriptedServer hangOnPlan() {
        return answer("GetFlightInfo", null);
    }

    public ScriptedServer stream(@Nullable Status status, Frames.Parts... frames) {
        return answer(
                "DoGet",
                status,
                java.util.Arrays.stream(frames).map(Frames.Parts::flightData).toArray(byte[][]::new));
    }

    public ScriptedServer rawStream(@Nullable Status status, byte[]... messages) {
        return answer("DoGet", status, messages);
    }

    /** The same frame for ever, after another. */
    public ScriptedServer endless(Frames.Parts first, Frames.Parts then) {
        byte[] firstBytes = first.flightData();
        byte[] thenBytes = then.flightData();
        answers.put("DoGet", new Answer(n -> n == 0 ? firstBytes : thenBytes, null));
        return this;
    }

    private ScriptedServer answer(String method, @Nullable Status status, byte[]... messages) {
        answers.put(method, new Answer(n -> n < messages.length ? messages[n] : null, status));
        return this;
    }

    public int port() {
        return ((InetSocketAddress) server.getListenSockets().get(0)).getPort();
    }

    public String uri() {
        return "grpc://localhost:" + port();
    }

    /** A header of the n-th call. */
    public @Nullable String header(int call, String name) {
        return headers.get(call).get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }

    public List<byte[]> requests() {
        return requests;
    }

    public int calls() {
        return headers.size();
    }

    public int sent() {
        return sent.get();
    }

    public int cancelled() {
        return cancelled.get();
    }

    private ServerCall.Listener<byte[]> call(ServerCall<byte[], byte[]> call, Metadata metadata) {
        headers.add(metadata);
        Answer answer = answers.get(call.getMethodDescriptor().getBareMethodName());
        call.request(1);
        return new Play(call, answer);
    }

    private final class Play extends ServerCall.Listener<byte[]> {
        private final ServerCall<byte[], byte[]> call;
        private final Answer answer;
        private int next;
        private boolean begun;
        private boolean ended;

        Play(ServerCall<byte[], byte[]> call, Answer answer) {
            this.call = call;
            this.answer = answer;
        }

        @Override
        public void onMessage(byte[] message) {
            requests.add(message);
        }

        @Override
        public void onHalfClose() {
            call.sendHeaders(new Metadata());
            begun = true;
            play();
        }

        @Override
        public void onReady() {
            if (begun) {
                play();
            }
        }

        @Override
        public void onCancel() {
            cancelled.incrementAndGet();
        }

        private void play() {
            while (!ended && call.isReady() && !call.isCancelled()) {
                byte[] message = answer.script().message(next++);
                if (message != null) {
                    call.sendMessage(message);
                    sent.incrementAndGet();
                } else {
                    ended = true;
                    if (answer.status() != null) {
                        call.close(answer.status(), new Metadata());
                    }
                }
            }
        }
    }

    private static MethodDescriptor<byte[], byte[]> method(String name) {
        Bytes bytes = new Bytes();
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(bytes)
                .setResponseMarshaller(bytes)
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Ends at once, without a good-bye to open calls. */
    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
