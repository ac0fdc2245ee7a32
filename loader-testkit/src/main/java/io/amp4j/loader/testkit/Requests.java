package io.amp4j.loader.testkit;

import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.TableName;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Requests, and requests that differ from them in one point. */
final class Requests {
    private Requests() {}

    static LoadRequest of(TableName table, LoadMode mode, Schema schema) {
        return new LoadRequest(
                table,
                mode == LoadMode.STREAM ? table.toString() : table + "/loads",
                mode,
                schema,
                null,
                null,
                "query",
                "schema",
                List.of(),
                TablePolicy.CREATE_IF_MISSING,
                MetadataColumns.BATCH_ID,
                ResumePolicy.RESUME);
    }

    static LoadRequest with(LoadRequest request, TablePolicy policy) {
        Draft draft = new Draft(request);
        draft.tablePolicy = policy;
        return draft.request();
    }

    static LoadRequest with(LoadRequest request, ResumePolicy policy) {
        Draft draft = new Draft(request);
        draft.resumePolicy = policy;
        return draft.request();
    }

    static LoadRequest with(LoadRequest request, MetadataColumns metadata) {
        Draft draft = new Draft(request);
        draft.metadata = metadata;
        return draft.request();
    }

    static LoadRequest withQuery(LoadRequest request, String query) {
        Draft draft = new Draft(request);
        draft.query = query;
        return draft.request();
    }

    static LoadRequest withStreamId(LoadRequest request, String streamId) {
        Draft draft = new Draft(request);
        draft.streamId = streamId;
        return draft.request();
    }

    static LoadRequest withEnd(LoadRequest request, long toBlock) {
        Draft draft = new Draft(request);
        draft.toBlock = toBlock;
        return draft.request();
    }

    static LoadRequest withKeys(LoadRequest request, String... keys) {
        Draft draft = new Draft(request);
        draft.keys = List.of(keys);
        return draft.request();
    }

    /** A request of which a point can be changed. */
    private static final class Draft {
        private final LoadRequest from;
        private String streamId;
        private @Nullable Long toBlock;
        private String query;
        private List<String> keys;
        private TablePolicy tablePolicy;
        private MetadataColumns metadata;
        private ResumePolicy resumePolicy;

        Draft(LoadRequest from) {
            this.from = from;
            streamId = from.streamId();
            toBlock = from.toBlock();
            query = from.queryFingerprint();
            keys = from.keyColumns();
            tablePolicy = from.tablePolicy();
            metadata = from.metadata();
            resumePolicy = from.resumePolicy();
        }

        LoadRequest request() {
            return new LoadRequest(
                    from.table(),
                    streamId,
                    from.mode(),
                    from.schema(),
                    from.fromBlock(),
                    toBlock,
                    query,
                    from.schemaFingerprint(),
                    keys,
                    tablePolicy,
                    metadata,
                    resumePolicy);
        }
    }
}
