package io.amp4j.devnet.internal.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A connection that gives the bytes of a server's messages, without looking further into them than their ticket. Used by one thread. */
public final class Recorder implements AutoCloseable {
    private static final int INFO_ENDPOINT = 3;

    private final ManagedChannel connection;
    private final Channel channel;

    /**
     * Makes a connection.
     *
     * @param server its address, without TLS
     * @param headers sent with every call
     */
    public Recorder(URI server, Map<String, String> headers) {
        connection = Grpc.newChannelBuilderForAddress(
                        server.getHost(), server.getPort(), InsecureChannelCredentials.create())
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build();
        channel = ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(all(headers)));
    }

    /**
     * Asks for a query's ticket.
     *
     * @param sql the query
     * @return the answer to {@code GetFlightInfo}
     */
    public byte[] info(String sql) {
        return ClientCalls.blockingUnaryCall(
                channel,
                method("GetFlightInfo", MethodType.UNARY),
                CallOptions.DEFAULT,
                FlightMessages.descriptor(sql));
    }

    /**
     * Asks for a query's result.
     *
     * @param info the answer that holds its ticket
     * @param atMost how many messages are taken; the call ends with the connection
     * @return the answer to {@code DoGet}
     * @throws IOException if there is no ticket
     */
    public List<byte[]> messages(byte[] info, int atMost) throws IOException {
        Iterator<byte[]> result = ClientCalls.blockingServerStreamingCall(
                channel, method("DoGet", MethodType.SERVER_STREAMING), CallOptions.DEFAULT, ticket(info));
        List<byte[]> messages = new ArrayList<>();
        while (messages.size() < atMost && result.hasNext()) {
            messages.add(result.next());
        }
        return messages;
    }

    private static byte[] ticket(byte[] info) throws IOException {
        ByteString endpoint = FlightMessages.field(CodedInputStream.newInstance(info), INFO_ENDPOINT)
                .orElseThrow(() -> new IOException("the answer to GetFlightInfo has no endpoint"));
        return FlightMessages.field(endpoint.newCodedInput(), 1)
                .orElse(ByteString.EMPTY)
                .toByteArray();
    }

    @Override
    public void close() {
        connection.shutdownNow();
    }

    private static Metadata all(Map<String, String> headers) {
        Metadata metadata = new Metadata();
        headers.forEach((name, value) -> metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        return metadata;
    }

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(FlightMethods.SERVICE, name))
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
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
}
