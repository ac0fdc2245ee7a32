package io.amp4j.parquet;

import io.amp4j.client.AmpException;

/**
 * How pages are compressed.
 *
 * @param codec the algorithm
 * @param level the effort, for ZSTD alone: 1 (fast) to 22 (small); 0 for the others
 */
public record Compression(Codec codec, int level) {
    /** The algorithms. */
    public enum Codec {
        /** Pages as they are. */
        NONE,
        /** Zstandard: the best trade for nearly everything. */
        ZSTD,
        /** Snappy: read by everything that was ever written. */
        SNAPPY,
        /** LZ4 blocks without a frame: the cheapest to read. */
        LZ4_RAW
    }

    private static final int MAX_ZSTD_LEVEL = 22;

    /**
     * Checks the level.
     *
     * @throws AmpException with {@link ParquetError#OPTION} if the codec has no such level
     */
    public Compression {
        boolean ok = codec == Codec.ZSTD ? level >= 1 && level <= MAX_ZSTD_LEVEL : level == 0;
        if (!ok) {
            throw new AmpException(
                    ParquetError.OPTION, "compression " + codec + " has no level " + level + "; ZSTD has 1 to 22");
        }
    }

    /**
     * Zstandard.
     *
     * @param level 1 (fast) to 22 (small)
     * @return the compression
     */
    public static Compression zstd(int level) {
        return new Compression(Codec.ZSTD, level);
    }

    /**
     * Snappy.
     *
     * @return the compression
     */
    public static Compression snappy() {
        return new Compression(Codec.SNAPPY, 0);
    }

    /**
     * LZ4 without a frame.
     *
     * @return the compression
     */
    public static Compression lz4Raw() {
        return new Compression(Codec.LZ4_RAW, 0);
    }

    /**
     * No compression.
     *
     * @return the compression
     */
    public static Compression none() {
        return new Compression(Codec.NONE, 0);
    }
}
