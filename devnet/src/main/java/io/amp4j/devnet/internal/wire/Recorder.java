package io.amp4j.devnet.internal.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.amp4j.devnet.Recording;
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

/** Asks a server and keeps the bytes of its messages, without looking into them. */
public final class Recorder {
    private static final int INFO_ENDPOINT = 3;

    private Recorder() {}

    /**
     * Asks a server.
     *
     * @param server its address, without TLS
     * @param sql the query
     * @param headers sent with both calls
     * @param atMost how many messages of the result are taken at most
     * @return its answers
     * @throws IOException if the answer has no ticket
     */
    public static Recording record(URI server, String sql, Map<String, String> headers, int atMost) throws IOException {
        ManagedChannel connection = Grpc.newChannelBuilderForAddress(
                        server.getHost(), server.getPort(), InsecureChannelCredentials.create())
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build();
        try {
            Channel channel =
                    ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(all(headers)));
            byte[] info = ClientCalls.blockingUnaryCall(
                    channel,
                    method("GetFlightInfo", MethodType.UNARY),
                    CallOptions.DEFAULT,
                    FlightMessages.descriptor(sql));
            ByteString endpoint = FlightMessages.field(CodedInputStream.newInstance(info), INFO_ENDPOINT)
                    .orElseThrow(() -> new IOException("the answer to GetFlightInfo has no endpoint"));
            byte[] ticket = FlightMessages.field(endpoint.newCodedInput(), 1)
                    .orElse(ByteString.EMPTY)
                    .toByteArray();
            Iterator<byte[]> result = ClientCalls.blockingServerStreamingCall(
                    channel, method("DoGet", MethodType.SERVER_STREAMING), CallOptions.DEFAULT, ticket);
            List<byte[]> messages = new ArrayList<>();
            while (messages.size() < atMost && result.hasNext()) {
                messages.add(result.next());
            }
            return new Recording(info, messages);
        } finally {
            connection.shutdownNow();
        }
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
