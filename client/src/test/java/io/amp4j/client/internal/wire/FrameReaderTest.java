package io.amp4j.client.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.client.memory.BufferPool;
import io.amp4j.client.testing.Frames;
import io.grpc.HasByteBuffer;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final int PIECE = 1000;

    private final BufferAllocator allocator = new RootAllocator();
    private final FrameReader reader = new FrameReader(allocator, new BufferPool(0), 1 << 20);

    @AfterEach
    void nothing_is_left_allocated() {
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    @Test
    void the_address_of_a_direct_buffer_is_known_without_a_flag() {
        assertThat(BufferAddress.isKnown()).isTrue();
        ByteBuffer whole = ByteBuffer.allocateDirect(64).put(5, (byte) 42);
        long start = BufferAddress.of(whole);
        assertThat(BufferAddress.of(whole.slice(5, 10))).isEqualTo(start + 5);
        assertThat(BufferAddress.of(whole.duplicate().position(7).asReadOnlyBuffer()))
                .isEqualTo(start + 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, PIECE - 1, 10_007, 200_000})
    void a_body_is_the_same_from_direct_buffers_from_heap_buffers_and_from_both(int length) {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        byte[] message = new Frames.Parts(new byte[] {1, 2}, new byte[] {3}, body).flightData();

        assertThat(read(new ByteArrayInputStream(message))).isEqualTo(body);
        assertThat(read(new Pieces(message, n -> true))).isEqualTo(body);
        assertThat(read(new Pieces(message, n -> false))).isEqualTo(body);
        assertThat(read(new Pieces(message, n -> n / PIECE % 2 == 0))).isEqualTo(body);
    }

    @Test
    void a_body_that_ends_too_soon_is_an_error() {
        byte[] message = new Frames.Parts(new byte[] {1}, new byte[0], new byte[PIECE * 3]).flightData();
        byte[] cut = Arrays.copyOf(message, PIECE * 2);
        try (FlightFrame frame = reader.read(new Unmeasured(cut))) {
            assertThat(frame.error()).isInstanceOf(AmpException.class);
        }
    }

    private byte[] read(InputStream in) {
        try (FlightFrame frame = reader.read(in)) {
            assertThat(frame.error()).isNull();
            ArrowBuf body = frame.body();
            byte[] bytes = new byte[(int) body.capacity()];
            body.getBytes(0, bytes);
            return bytes;
        }
    }

    /** A stream that shows its bytes in pieces, as gRPC's do. */
    private static class Unmeasured extends ByteArrayInputStream implements HasByteBuffer {
        Unmeasured(byte[] bytes) {
            super(bytes);
        }

        boolean isDirect(int position) {
            return true;
        }

        @Override
        public boolean byteBufferSupported() {
            return true;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            int size = Math.min(PIECE - pos % PIECE, count - pos);
            if (size == 0) {
                return null;
            }
            ByteBuffer heap = ByteBuffer.wrap(buf, pos, size);
            return isDirect(pos)
                    ? ByteBuffer.allocateDirect(size + 3).position(3).put(heap).position(3)
                    : heap;
        }
    }

    private static final class Pieces extends Unmeasured implements KnownLength {
        private final IntPredicate direct;

        Pieces(byte[] bytes, IntPredicate direct) {
            super(bytes);
            this.direct = direct;
        }

        @Override
        boolean isDirect(int position) {
            return direct.test(position);
        }
    }
}
