package io.amp4j.loader.spi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.BlockRange;

/** The names of the columns that a loader adds to the rows. */
public final class MarkerColumns {
    /** The microbatch or batch load that a row belongs to: 16 hex digits. */
    public static final String BATCH_ID = "_amp_batch_id";

    /** The ranges of the row's microbatch, as JSON. */
    public static final String BLOCK_RANGES = "_amp_block_ranges";

    /** The attempt that wrote the row, in stores where a reader may see an open unit. */
    public static final String ATTEMPT = "_amp_attempt";

    private MarkerColumns() {}

    /**
     * The text of {@link #BLOCK_RANGES}, in the form in which a server describes ranges.
     *
     * @param range the range of a microbatch
     * @return a JSON array of one object
     */
    public static String blockRanges(BlockRange range) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("network", range.network());
        json.putObject("numbers").put("start", range.start()).put("end", range.end());
        json.put("hash", range.hash()).put("prev_hash", range.prevHash());
        return JsonNodeFactory.instance.arrayNode().add(json).toString();
    }
}
