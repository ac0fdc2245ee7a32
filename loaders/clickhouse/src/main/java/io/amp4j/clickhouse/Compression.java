package io.amp4j.clickhouse;

/** How the rows of an insert are sent. */
enum Compression {
    /** Compressed unless the server is on this machine, where sending costs less than compressing. */
    AUTO,
    /** As they are. */
    NONE,
    /** Zstandard, at its fastest level. */
    ZSTD;

    /** By the host's name alone: nothing is looked up. */
    boolean isWorthIt(String host) {
        return this == ZSTD || (this == AUTO && !host.matches("(localhost|127\\..*|\\[::1])(:\\d+)?"));
    }
}
