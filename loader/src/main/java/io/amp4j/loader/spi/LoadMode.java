package io.amp4j.loader.spi;

/** What a load does to the rows that are there. */
public enum LoadMode {
    /** A live stream: rows come and, at a reorg, go. */
    STREAM,
    /** A batch load that adds its rows. */
    APPEND,
    /** A batch load whose rows replace all others, in its own commit. */
    OVERWRITE,
    /** A batch load whose rows replace those of the same key. */
    UPSERT
}
