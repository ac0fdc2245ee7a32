package io.amp4j.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.parquet.format.BloomFilterAlgorithm;
import org.apache.parquet.format.BloomFilterCompression;
import org.apache.parquet.format.BloomFilterHash;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.SplitBlockAlgorithm;
import org.apache.parquet.format.Uncompressed;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.XxHash;

/**
 * Parquet's split-block bloom filter.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/bloomfilter/">its definition</a>
 */
final class BloomFilter {
    private static final int WORDS = 8;
    private static final int BLOCK_BYTES = WORDS * Integer.BYTES;
    private static final int MAX_BYTES = 128 << 20;
    private static final double FALSE_POSITIVES = 0.01;
    private static final int[] SALT = {
        0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
    };

    private final int[] words;

    BloomFilter(long distinct) {
        double bits = -WORDS * distinct / Math.log(1 - Math.pow(FALSE_POSITIVES, 1.0 / WORDS));
        long bytes = Math.max(BLOCK_BYTES, Math.min(MAX_BYTES, (long) (bits / Byte.SIZE)));
        int blocks = (int) ((bytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
        // Some readers want a power of two.
        int rounded = Integer.highestOneBit(Math.max(1, blocks - 1)) << (blocks > 1 ? 1 : 0);
        words = new int[rounded * WORDS];
    }

    void add(byte[] data, int from, int length) {
        long hash = XxHash64.hash(data, from, length);
        int block = (int) (((hash >>> 32) * (words.length / WORDS)) >>> 32) * WORDS;
        int key = (int) hash;
        for (int i = 0; i < WORDS; i++) {
            words[block + i] |= 1 << ((key * SALT[i]) >>> 27);
        }
    }

    void add(Block block, int width) {
        for (int i = 0; i < block.count; i++) {
            add(block.data, width == 0 ? block.start[i] : i * width, width == 0 ? block.length[i] : width);
        }
    }

    void writeTo(OutputStream out) throws IOException {
        Util.writeBloomFilterHeader(
                new BloomFilterHeader(
                        words.length * Integer.BYTES,
                        BloomFilterAlgorithm.BLOCK(new SplitBlockAlgorithm()),
                        BloomFilterHash.XXHASH(new XxHash()),
                        BloomFilterCompression.UNCOMPRESSED(new Uncompressed())),
                out);
        byte[] bytes = new byte[words.length * Integer.BYTES];
        for (int i = 0; i < words.length; i++) {
            Bytes.LE_INT.set(bytes, i * Integer.BYTES, words[i]);
        }
        out.write(bytes);
    }

    void clear() {
        Arrays.fill(words, 0);
    }
}
