package io.amp4j.client.stream;

/**
 * A reorg as a listener is told of it.
 *
 * @param network the network
 * @param firstVoidBlock the first block that is void in the destination; it can lie before the one that the server named
 * @param kind how it is undone
 * @param voidRecords how many committed records are void
 */
public record Reorg(String network, long firstVoidBlock, Kind kind, int voidRecords) {
    /** How a reorg is undone. */
    public enum Kind {
        /** The new blocks begin where a record begins: they replace it and all that follows. */
        ALIGNED,
        /** The new blocks begin inside a record, which has to be asked for again as a whole. */
        INSIDE,
        /** The new blocks do not build on what is there: the server has forgotten how deep the fork is. */
        DEEPER,
        /** The new blocks begin before everything that is there. */
        BEFORE_START,
        /** A stream that fills a gap has come to records that another stream had loaded, and its blocks overlap theirs or do not link to them. */
        EDGE,
        /** The new blocks came in the middle of a microbatch, which has to be dropped. */
        INTERRUPTED
    }
}
