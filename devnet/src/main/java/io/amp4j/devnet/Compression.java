package io.amp4j.devnet;

/** How the buffers of a batch are compressed on the wire. */
public enum Compression {
    /** Not at all. */
    NONE,
    /** Zstandard, each buffer by itself. */
    ZSTD
}
