package io.amp4j.clickhouse;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.StreamState;
import java.util.ArrayList;
import java.util.List;

/** What other streams have in the same table, which a deletion by exclusion must spare. */
final class OtherStreams {
    private OtherStreams() {}

    /**
     * The sweep of all rows that no other stream and no record among {@code kept} names.
     *
     * @throws AmpException with {@link LoadError#UNSUPPORTED} where that cannot be known
     */
    static Sweep allRowsBut(List<StreamState> others, List<Sweep.Marked> kept) {
        List<Sweep.Marked> spared = new ArrayList<>(kept);
        for (StreamState other : others) {
            if (!other.loads().isEmpty() || other.records().stream().anyMatch(record -> record.isMerged())) {
                throw new AmpException(
                        LoadError.UNSUPPORTED,
                        "stream '" + other.header().streamId()
                                + "' shares the table, and which of its rows are old is no longer known:"
                                + " rows cannot be deleted by exclusion. Load into another table");
            }
            spared.addAll(Sweep.marked(other));
        }
        return Sweep.allBut(spared);
    }
}
