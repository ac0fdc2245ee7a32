package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Turns the rows of a batch into commands, straight from its vectors. Commands that tell a batch's index come before those of its rows, so that
 * whoever stops between any two of them leaves no row that cannot be found. Used by one thread.
 */
abstract class RowCommands {
    /** Called where the commands so far may be sent. */
    interface Checkpoint {
        void reached();
    }

    static RowCommands of(Layout layout, LoadRequest request, ScriptCall script) {
        refuseMarkers(request);
        return switch (layout.structure()) {
            case HASH, STRING, JSON -> new KeyedCommands(layout, request, script.keys());
            case STREAM -> new StreamCommands(layout, request, script.keys());
            case LIST -> new ListCommands(layout, request, script.keys());
            case SET, SORTED_SET -> new MemberCommands(layout, request, script);
        };
    }

    private static void refuseMarkers(LoadRequest request) {
        Set<String> names =
                request.schema().getFields().stream().map(Field::getName).collect(Collectors.toSet());
        boolean isRepeated = names.size() < request.schema().getFields().size();
        if (names.contains(MarkerColumns.BATCH_ID) || names.contains(MarkerColumns.BLOCK_RANGES) || isRepeated) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    isRepeated
                            ? "the result has a column twice. Rename it in the query with AS"
                            : "the result has a column that amp4j adds: " + MarkerColumns.BATCH_ID + " or "
                                    + MarkerColumns.BLOCK_RANGES + ". Rename it in the query with AS");
        }
    }

    /** Takes the next batch, and refuses what makes no key. Nothing is written yet. */
    abstract void bind(VectorSchemaRoot rows, RowTarget target);

    /** The keys of the bound rows, or null where rows have none of their own or where these follow from the batch's id. */
    abstract @Nullable KeyList keys();

    /** Writes the commands of the bound rows. */
    abstract void write(RespBuffer out, Checkpoint checkpoint);

    /** The key that all rows of the table share, or the empty string. */
    abstract String sharedKey();

    /** Whether rows of one key replace each other. */
    static boolean replaces(LoadRequest request) {
        return request.mode() == LoadMode.UPSERT;
    }
}
