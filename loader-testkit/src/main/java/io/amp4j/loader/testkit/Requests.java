package io.amp4j.loader.testkit;

import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.TableName;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

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
        return copy(request, request.streamId(), request.queryFingerprint(), policy, request.resumePolicy());
    }

    static LoadRequest with(LoadRequest request, ResumePolicy policy) {
        return copy(request, request.streamId(), request.queryFingerprint(), request.tablePolicy(), policy);
    }

    static LoadRequest withQuery(LoadRequest request, String query) {
        return copy(request, request.streamId(), query, request.tablePolicy(), request.resumePolicy());
    }

    static LoadRequest withStreamId(LoadRequest request, String streamId) {
        return copy(request, streamId, request.queryFingerprint(), request.tablePolicy(), request.resumePolicy());
    }

    static LoadRequest withEnd(LoadRequest request, long toBlock) {
        return new LoadRequest(
                request.table(),
                request.streamId(),
                request.mode(),
                request.schema(),
                request.fromBlock(),
                toBlock,
                request.queryFingerprint(),
                request.schemaFingerprint(),
                request.keyColumns(),
                request.tablePolicy(),
                request.metadata(),
                request.resumePolicy());
    }

    static LoadRequest withKeys(LoadRequest request, String... keys) {
        return new LoadRequest(
                request.table(),
                request.streamId(),
                request.mode(),
                request.schema(),
                request.fromBlock(),
                request.toBlock(),
                request.queryFingerprint(),
                request.schemaFingerprint(),
                List.of(keys),
                request.tablePolicy(),
                request.metadata(),
                request.resumePolicy());
    }

    static LoadRequest with(LoadRequest request, MetadataColumns metadata) {
        return new LoadRequest(
                request.table(),
                request.streamId(),
                request.mode(),
                request.schema(),
                request.fromBlock(),
                request.toBlock(),
                request.queryFingerprint(),
                request.schemaFingerprint(),
                request.keyColumns(),
                request.tablePolicy(),
                metadata,
                request.resumePolicy());
    }

    private static LoadRequest copy(
            LoadRequest request, String streamId, String query, TablePolicy policy, ResumePolicy resume) {
        return new LoadRequest(
                request.table(),
                streamId,
                request.mode(),
                request.schema(),
                request.fromBlock(),
                request.toBlock(),
                query,
                request.schemaFingerprint(),
                request.keyColumns(),
                policy,
                request.metadata(),
                resume);
    }
}
