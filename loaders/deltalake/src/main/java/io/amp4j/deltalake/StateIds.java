package io.amp4j.deltalake;

import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.StreamState;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** The batch ids that a state names. */
final class StateIds {
    private StateIds() {}

    static Set<String> of(StreamState state) {
        Set<String> ids = of(state.records());
        state.loads().stream().map(LoadRecord::batchId).map(BatchId::value).forEach(ids::add);
        return ids;
    }

    static Set<String> of(Collection<StreamRecord> records) {
        Set<String> ids = new LinkedHashSet<>();
        records.stream()
                .map(StreamRecord::id)
                .filter(Objects::nonNull)
                .map(BatchId::value)
                .forEach(ids::add);
        return ids;
    }
}
