package io.amp4j.redis;

import io.amp4j.client.BlockRange;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.MarkerColumns;
import org.jspecify.annotations.Nullable;

/**
 * What the units of a session share. Used by one thread.
 *
 * @param request what the job asks
 * @param layout how rows stand
 * @param limits how much goes into one transaction
 * @param keys the table's keys
 * @param batches the table's batches
 * @param hash the stream's state
 * @param script what scripts are given
 * @param commands turns rows into commands
 * @param settlement finishes and undoes units
 */
record UnitContext(
        LoadRequest request,
        Layout layout,
        Limits limits,
        TableKeys keys,
        Batches batches,
        StreamHash hash,
        ScriptCall script,
        RowCommands commands,
        Settlement settlement) {

    static UnitContext of(LoadRequest request, Layout tableLayout, Limits limits, long epoch) {
        Layout layout = tableLayout.forLoad(request);
        TableKeys keys = new TableKeys(request.table());
        StreamHash hash = new StreamHash(keys.stream(request.streamId()));
        ScriptCall script = new ScriptCall(keys, hash.key(), epoch, layout.structure());
        RowCommands commands = RowCommands.of(layout, request, script);
        Settlement settlement = new Settlement(script, hash, commands.sharedKey(), layout.ttlMillis());
        return new UnitContext(request, layout, limits, keys, new Batches(keys), hash, script, commands, settlement);
    }

    Batches.Entry entry(BatchName name) {
        return new Batches.Entry(name, request.streamId());
    }

    /** The text of the column of ranges, or null without it. */
    @Nullable
    String ranges(@Nullable BlockRange range) {
        return range == null || request.metadata() == LoadRequest.MetadataColumns.BATCH_ID
                ? null
                : MarkerColumns.blockRanges(range);
    }
}
