package io.amp4j.snowflake;

import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.StreamState;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which rows a unit removes.
 *
 * @param condition what is true of them, in SQL
 */
record RowChoice(String condition) {
    /** The rows of records that have ids. */
    static RowChoice of(Collection<StreamRecord> records) {
        return ofIds(records.stream().map(StreamRecord::requireId).toList());
    }

    static RowChoice ofIds(Collection<BatchId> ids) {
        return new RowChoice(ids.isEmpty() ? "FALSE" : TargetTable.BATCH_ID + " IN (" + list(ids) + ")");
    }

    /** The rows that carry an id, but none of these. */
    static RowChoice allBut(Collection<BatchId> ids) {
        String marked = TargetTable.BATCH_ID + " IS NOT NULL";
        return new RowChoice(
                ids.isEmpty() ? marked : marked + " AND " + TargetTable.BATCH_ID + " NOT IN (" + list(ids) + ")");
    }

    static RowChoice all() {
        return new RowChoice("TRUE");
    }

    /** The rows whose batch id no record names but those that go. */
    static RowChoice unnamed(StreamState committed, List<StreamRecord> voided) {
        return allBut(committed.idsWithout(voided));
    }

    /** Of these rows those of which something else is true as well. */
    RowChoice and(String other) {
        return new RowChoice("(" + condition + ") AND " + other);
    }

    /** Ids are hex digits and need no escape. */
    private static String list(Collection<BatchId> ids) {
        return ids.stream().map(id -> "'" + id.value() + "'").collect(Collectors.joining(", "));
    }
}
