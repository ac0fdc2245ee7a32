package io.amp4j.deltalake.internal;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Decompression for parquet-java, whose own codecs are Hadoop's. */
final class Codecs implements CompressionCodecFactory {
    /** Takes a page's bytes apart. */
    private interface Codec {
        byte[] decompress(byte[] compressed, int length) throws IOException;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        throw new UnsupportedOperationException("files are written by another writer");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        return switch (name) {
            case UNCOMPRESSED -> decompressor((bytes, length) -> bytes);
            case SNAPPY -> decompressor((bytes, length) -> with(new SnappyDecompressor(), bytes, length));
            case LZ4_RAW -> decompressor((bytes, length) -> with(new Lz4Decompressor(), bytes, length));
            case ZSTD -> decompressor((bytes, length) -> Zstd.decompress(bytes, length));
            case GZIP -> decompressor(Codecs::gunzip);
            default ->
                throw new UnsupportedOperationException("Parquet pages compressed by " + name + " are not read here");
        };
    }

    private static byte[] with(Decompressor decompressor, byte[] compressed, int length) {
        byte[] bytes = new byte[length];
        decompressor.decompress(compressed, 0, compressed.length, bytes, 0, length);
        return bytes;
    }

    private static byte[] gunzip(byte[] compressed, int length) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("a compressed page is too short");
            }
            return bytes;
        }
    }

    private static BytesInputDecompressor decompressor(Codec codec) {
        return new BytesInputDecompressor() {
            @Override
            public BytesInput decompress(BytesInput bytes, int length) throws IOException {
                byte[] compressed = bytes.toInputStream().readAllBytes();
                return BytesInput.from(codec.decompress(compressed, length));
            }

            @Override
            public void decompress(ByteBuffer from, int compressed, ByteBuffer to, int length) throws IOException {
                byte[] bytes = new byte[compressed];
                from.get(bytes);
                to.put(codec.decompress(bytes, length));
            }

            @Override
            public void release() {}
        };
    }

    @Override
    public void release() {}
}
