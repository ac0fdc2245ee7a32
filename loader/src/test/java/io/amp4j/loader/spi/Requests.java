package io.amp4j.loader.spi;

import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** Requests whose columns do not matter. */
final class Requests {
    private Requests() {}

    static LoadRequest of(String table, String streamId, LoadMode mode, ResumePolicy policy) {
        return new LoadRequest(
                TableName.parse(table),
                streamId,
                mode,
                new Schema(List.of()),
                null,
                null,
                "query",
                "schema",
                List.of(),
                TablePolicy.CREATE_IF_MISSING,
                MetadataColumns.BATCH_ID,
                policy);
    }
}
