package io.amp4j.benchmarks;

import com.google.protobuf.CodedOutputStream;
import io.grpc.Drainable;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Flight server in a process of its own that spends as little as it can: whatever is asked for, it sends one prepared batch over and
 * over. How many rows in how many batches stands in the query ({@code rows=8192 batches=100}).
 */
final class ReplayServer {
    private static final String SERVICE = "arrow.flight.protocol.FlightService";
    private static final Pattern QUERY = Pattern.compile("rows=(\\d+) batches=(\\d+)");

    private static final Map<Integer, ReplayedBatch> BATCHES = new ConcurrentHashMap<>();

    private ReplayServer() {}

    /**
     * Serves until the standard input ends; the port is the first line of the output.
     *
     * @param args none
     * @throws IOException if there is no port
     */
    public static void main(String[] args) throws IOException {
        ServerServiceDefinition service = ServerServiceDefinition.builder(SERVICE)
                .addMethod(method("GetFlightInfo"), (call, headers) -> new Plan(call))
                .addMethod(method("DoGet"), (call, headers) -> new Replay(call))
                .build();
        Server server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(service)
                .directExecutor()
                .build()
                .start();
        System.out.println(((InetSocketAddress) server.getListenSockets().get(0)).getPort());
        while (System.in.read() >= 0) {
            // Whoever started this process holds its input open.
        }
        server.shutdownNow();
    }

    private static ReplayedBatch batch(Matcher query) {
        return BATCHES.computeIfAbsent(Integer.parseInt(query.group(1)), ReplayedBatch::of);
    }

    private static Matcher query(byte[] request) {
        Matcher query = QUERY.matcher(new String(request, StandardCharsets.ISO_8859_1));
        if (!query.find()) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("a query is 'rows=N batches=N'")
                    .asRuntimeException();
        }
        return query;
    }

    /** Answers with the schema, and the query as the ticket. */
    private static final class Plan extends ServerCall.Listener<byte[]> {
        private final ServerCall<byte[], byte[]> call;

        Plan(ServerCall<byte[], byte[]> call) {
            this.call = call;
            call.request(1);
        }

        @Override
        public void onMessage(byte[] request) {
            Matcher query = query(request);
            byte[] ticket = message(out -> out.writeString(1, query.group()));
            byte[] endpoint = message(out -> out.writeByteArray(1, ticket));
            call.sendHeaders(new Metadata());
            call.sendMessage(message(out -> {
                out.writeByteArray(1, batch(query).schema().serializeAsMessage());
                out.writeByteArray(2, request);
                out.writeByteArray(3, endpoint);
                out.writeInt64(4, -1);
            }));
            call.close(Status.OK, new Metadata());
        }
    }

    /** Sends the schema and the batches, as fast as they are taken. */
    private static final class Replay extends ServerCall.Listener<byte[]> {
        private final ServerCall<byte[], byte[]> call;
        private byte[] frame = {};
        private int left;
        private boolean closed;

        Replay(ServerCall<byte[], byte[]> call) {
            this.call = call;
            call.request(1);
        }

        @Override
        public void onMessage(byte[] request) {
            Matcher query = query(request);
            ReplayedBatch batch = batch(query);
            frame = batch.frame();
            left = Integer.parseInt(query.group(2));
            call.sendHeaders(new Metadata());
            call.sendMessage(batch.schemaFrame());
            onReady();
        }

        @Override
        public void onReady() {
            while (left > 0 && call.isReady()) {
                left--;
                call.sendMessage(frame);
            }
            if (left == 0 && frame.length > 0 && !closed) {
                closed = true;
                call.close(Status.OK, new Metadata());
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

    /** Bytes as they are. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new Message(value);
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

    /** A message that gRPC takes in one piece. */
    private static final class Message extends ByteArrayInputStream implements Drainable, KnownLength {
        Message(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int drainTo(OutputStream out) throws IOException {
            out.write(buf, pos, count - pos);
            int drained = count - pos;
            pos = count;
            return drained;
        }
    }

    static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes the fields of a message. */
    interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }
}
