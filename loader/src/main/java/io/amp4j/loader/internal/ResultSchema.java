package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchStream;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadSession;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Each stream is planned anew, so a dataset that was deployed again while the load ran can answer with other columns. A loader takes a batch's
 * columns by their places, as the session was opened for them, and would put values into the wrong ones.
 */
final class ResultSchema {
    private ResultSchema() {}

    /** Refuses a stream of other columns before any of it is read. */
    static void requireSame(BatchStream stream, LoadSession session) {
        if (Fingerprint.of(stream.schema()).equals(session.opened().header().schemaFingerprint())) {
            return;
        }
        String columns =
                stream.schema().getFields().stream().map(Field::toString).collect(Collectors.joining(", "));
        throw new AmpException(
                LoadError.STATE_OF_ANOTHER_SCHEMA,
                "the query answers with another schema than when the load began, now " + columns
                        + "; nothing of it was written. Name the old columns in the query, start over (--no-resume),"
                        + " which deletes the stream's rows, or load into another table");
    }
}
