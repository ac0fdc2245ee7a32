package io.amp4j.loader.testkit.memory;

import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which batches of a table a unit deletes. */
@FunctionalInterface
interface Deletion extends Predicate<StoredBatch> {
    /** Deletes nothing. */
    Deletion NOTHING = batch -> false;

    /** Deletes all rows. */
    Deletion EVERYTHING = batch -> true;

    static Deletion of(String streamId, List<StreamRecord> records) {
        Set<BatchId> ids = ids(records);
        return batch -> batch.streamId().equals(streamId) && ids.contains(batch.id());
    }

    static Deletion allBut(List<StreamRecord> records) {
        Set<BatchId> ids = ids(records);
        return batch -> !ids.contains(batch.id());
    }

    private static Set<BatchId> ids(List<StreamRecord> records) {
        return records.stream().map(StreamRecord::id).filter(Objects::nonNull).collect(Collectors.toSet());
    }
}
