package io.amp4j.client.internal.decode;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.InputStream;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.BodyCompressionMethod;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.jspecify.annotations.Nullable;

/** Arrow's two buffer codecs, each writing into memory whose size is known and allowed before it starts. */
enum Decompressor {
    ZSTD {
        @Override
        void decompress(ArrowBuf from, ArrowBuf to, long length) {
            long written = Zstd.decompressUnsafe(to.memoryAddress(), length, from.memoryAddress(), from.capacity());
            if (Zstd.isError(written) || written != length) {
                throw BufferSource.corrupt("a ZSTD buffer does not decompress to " + length + " bytes", null);
            }
        }
    },
    LZ4 {
        @Override
        void decompress(ArrowBuf from, ArrowBuf to, long length) {
            try (InputStream in = new FramedLZ4CompressorInputStream(new BufferInput(from))) {
                copy(in, to, length);
            } catch (IOException e) {
                throw BufferSource.corrupt("an LZ4 buffer does not decompress", e);
            }
        }
    };

    private static final int CHUNK = 64 << 10;

    /** Fills exactly {@code length} bytes, or fails. */
    abstract void decompress(ArrowBuf from, ArrowBuf to, long length);

    static @Nullable Decompressor of(@Nullable BodyCompression compression) {
        if (compression == null) {
            return null;
        }
        if (compression.method() != BodyCompressionMethod.BUFFER) {
            throw BufferSource.corrupt("unknown compression method " + compression.method(), null);
        }
        return switch (compression.codec()) {
            case CompressionType.ZSTD -> ZSTD;
            case CompressionType.LZ4_FRAME -> LZ4;
            default -> throw BufferSource.corrupt("unknown compression codec " + compression.codec(), null);
        };
    }

    /** Fills a new buffer, which the caller closes. */
    ArrowBuf decompress(ArrowBuf from, long length, BufferAllocator allocator) {
        ArrowBuf to = allocator.buffer(length);
        try {
            decompress(from, to, length);
            return to;
        } catch (RuntimeException e) {
            to.close();
            throw e;
        }
    }

    private static void copy(InputStream in, ArrowBuf to, long length) throws IOException {
        byte[] chunk = new byte[(int) Math.min(length, CHUNK)];
        long done = 0;
        while (done < length) {
            int count = in.read(chunk, 0, (int) Math.min(chunk.length, length - done));
            if (count < 0) {
                throw BufferSource.corrupt("an LZ4 buffer is shorter than it says", null);
            }
            to.setBytes(done, chunk, 0, count);
            done += count;
        }
        if (in.read() >= 0) {
            throw BufferSource.corrupt("an LZ4 buffer is longer than it says", null);
        }
    }

    /** Off-heap bytes as a stream. */
    private static final class BufferInput extends InputStream {
        private final ArrowBuf buffer;
        private long position;

        BufferInput(ArrowBuf buffer) {
            this.buffer = buffer;
        }

        @Override
        public int read() {
            return position < buffer.capacity() ? buffer.getByte(position++) & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count = (int) Math.min(length, buffer.capacity() - position);
            if (count <= 0) {
                return length == 0 ? 0 : -1;
            }
            buffer.getBytes(position, bytes, offset, count);
            position += count;
            return count;
        }
    }
}
