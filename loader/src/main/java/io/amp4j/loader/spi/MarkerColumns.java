package io.amp4j.loader.spi;

/** The names of the columns that a loader adds to the rows. */
public final class MarkerColumns {
    /** The microbatch or batch load that a row belongs to: 16 hex digits. */
    public static final String BATCH_ID = "_amp_batch_id";

    /** The ranges of the row's microbatch, as JSON. */
    public static final String BLOCK_RANGES = "_amp_block_ranges";

    /** The attempt that wrote the row, in stores where a reader may see an open unit. */
    public static final String ATTEMPT = "_amp_attempt";

    private MarkerColumns() {}
}
