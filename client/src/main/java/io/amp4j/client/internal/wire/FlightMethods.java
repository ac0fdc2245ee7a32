package io.amp4j.client.internal.wire;

import io.amp4j.client.memory.BufferPool;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.arrow.memory.BufferAllocator;

/** The two calls of Flight that an Amp server implements. */
final class FlightMethods {
    private static final String SERVICE = "arrow.flight.protocol.FlightService";
    private static final Marshaller<byte[]> BYTES = new BytesMarshaller();

    static final MethodDescriptor<byte[], byte[]> GET_FLIGHT_INFO =
            descriptor(MethodType.UNARY, "GetFlightInfo", BYTES);

    private FlightMethods() {}

    static MethodDescriptor<byte[], FlightFrame> doGet(BufferAllocator allocator, BufferPool bodies, int maxBytes) {
        FrameReader reader = new FrameReader(allocator, bodies, maxBytes);
        return descriptor(MethodType.SERVER_STREAMING, "DoGet", new FrameMarshaller(reader));
    }

    private static <T> MethodDescriptor<byte[], T> descriptor(MethodType type, String name, Marshaller<T> answers) {
        return MethodDescriptor.<byte[], T>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(BYTES)
                .setResponseMarshaller(answers)
                .build();
    }

    private static final class BytesMarshaller implements Marshaller<byte[]> {
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

    private record FrameMarshaller(FrameReader reader) implements Marshaller<FlightFrame> {
        @Override
        public InputStream stream(FlightFrame value) {
            throw new UnsupportedOperationException("a client sends no frames");
        }

        @Override
        public FlightFrame parse(InputStream stream) {
            return reader.read(stream);
        }
    }
}
