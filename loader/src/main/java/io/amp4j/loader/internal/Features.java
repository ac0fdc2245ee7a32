package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.StreamState;
import java.util.Optional;

/** Refuses what a loader does not declare, and what would make another stream's state a lie. */
final class Features {
    private Features() {}

    static void check(JobSpec spec) {
        switch (spec.mode()) {
            case STREAM -> require(spec, LoaderFeature.STREAM, "live streams");
            case OVERWRITE -> require(spec, LoaderFeature.OVERWRITE, "overwriting a table");
            case UPSERT -> require(spec, LoaderFeature.UPSERT, "replacing rows by key");
            case APPEND -> {}
        }
        if (spec.tablePolicy() == TablePolicy.ADD_MISSING_COLUMNS) {
            require(spec, LoaderFeature.ADD_COLUMNS, "adding columns to a table");
        }
    }

    private static void require(JobSpec spec, LoaderFeature feature, String words) {
        if (!spec.loader().traits().has(feature)) {
            throw new AmpException(
                    LoadError.UNSUPPORTED, "the destination of table " + spec.table() + " does not support " + words);
        }
    }

    /** Overwriting deletes all rows of a table; a live stream's records would then speak of rows that are gone. */
    static void refuseOverwritingStreams(JobSpec spec) {
        if (spec.mode() != LoadMode.OVERWRITE) {
            return;
        }
        Optional<StreamState> stream = spec.loader().states(Optional.of(spec.table())).stream()
                .filter(state -> !state.records().isEmpty())
                .findFirst();
        if (stream.isPresent()) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "table " + spec.table() + " is filled by the live stream '"
                            + stream.get().header().streamId()
                            + "'; overwriting it would leave that stream's state behind without its rows."
                            + " Load into another table");
        }
    }
}
