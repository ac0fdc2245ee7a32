package io.amp4j.devnet.internal.wire;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The two methods of Arrow Flight that a query needs. Their messages are bytes here; {@link FlightMessages} knows them. */
final class FlightMethods {
    static final String SERVICE = "arrow.flight.protocol.FlightService";

    static final MethodDescriptor<byte[], Outgoing> GET_FLIGHT_INFO = method("GetFlightInfo", MethodType.UNARY);
    static final MethodDescriptor<byte[], Outgoing> DO_GET = method("DoGet", MethodType.SERVER_STREAMING);

    private FlightMethods() {}

    private static MethodDescriptor<byte[], Outgoing> method(String name, MethodType type) {
        return MethodDescriptor.<byte[], Outgoing>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(new RequestMarshaller())
                .setResponseMarshaller(new ResponseMarshaller())
                .build();
    }

    private static final class RequestMarshaller implements Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            throw new UnsupportedOperationException("a server sends no requests");
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

    private static final class ResponseMarshaller implements Marshaller<Outgoing> {
        @Override
        public InputStream stream(Outgoing value) {
            return new OutgoingStream(value);
        }

        @Override
        public Outgoing parse(InputStream stream) {
            throw new UnsupportedOperationException("a server reads no responses");
        }
    }
}
