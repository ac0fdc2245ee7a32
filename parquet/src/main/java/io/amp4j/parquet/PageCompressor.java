package io.amp4j.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.airlift.compress.Compressor;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.snappy.SnappyCompressor;
import org.apache.parquet.format.CompressionCodec;

/** Compresses one page after the other, with one context and one buffer. */
abstract class PageCompressor implements AutoCloseable {
    abstract CompressionCodec codec();

    /** Replaces what {@code to} holds by the compressed form of all that {@code from} holds. */
    abstract void compress(Bytes from, Bytes to);

    @Override
    public void close() {}

    static PageCompressor of(Compression compression) {
        return switch (compression.codec()) {
            case NONE -> new None();
            case ZSTD -> new ZstdPages(compression.level());
            case SNAPPY -> new Blocks(new SnappyCompressor(), CompressionCodec.SNAPPY);
            case LZ4_RAW -> new Blocks(new Lz4Compressor(), CompressionCodec.LZ4_RAW);
        };
    }

    private static final class None extends PageCompressor {
        @Override
        CompressionCodec codec() {
            return CompressionCodec.UNCOMPRESSED;
        }

        @Override
        void compress(Bytes from, Bytes to) {
            to.size = 0;
            to.write(from.array, 0, from.size);
        }
    }

    private static final class ZstdPages extends PageCompressor {
        private final ZstdCompressCtx context = new ZstdCompressCtx();

        ZstdPages(int level) {
            context.setLevel(level);
        }

        @Override
        CompressionCodec codec() {
            return CompressionCodec.ZSTD;
        }

        @Override
        void compress(Bytes from, Bytes to) {
            to.size = 0;
            to.ensure(Zstd.compressBound(from.size));
            to.size = context.compressByteArray(to.array, 0, to.array.length, from.array, 0, from.size);
        }

        @Override
        public void close() {
            context.close();
        }
    }

    private static final class Blocks extends PageCompressor {
        private final Compressor compressor;
        private final CompressionCodec codec;

        Blocks(Compressor compressor, CompressionCodec codec) {
            this.compressor = compressor;
            this.codec = codec;
        }

        @Override
        CompressionCodec codec() {
            return codec;
        }

        @Override
        void compress(Bytes from, Bytes to) {
            to.size = 0;
            to.ensure(compressor.maxCompressedLength(from.size));
            to.size = compressor.compress(from.array, 0, from.size, to.array, 0, to.array.length);
        }
    }
}
