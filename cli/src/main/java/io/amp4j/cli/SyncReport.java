package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadResult;
import java.time.Duration;
import java.util.Map;

/**
 * What became of all tables of a sync.
 *
 * @param ended what was loaded, by table
 * @param failed why not, by table
 * @param duration from start to end
 */
record SyncReport(Map<String, LoadResult> ended, Map<String, AmpException> failed, Duration duration) {
    int tables() {
        return ended.size() + failed.size();
    }

    long rows() {
        return ended.values().stream().mapToLong(LoadResult::rows).sum();
    }

    boolean wasStopped() {
        return ended.values().stream().anyMatch(result -> result.ending() == LoadResult.Ending.CANCELLED);
    }

    /** The failure of all of it, with the code of the first one. */
    AmpException failure() {
        Map.Entry<String, AmpException> first = failed.entrySet().iterator().next();
        AmpException cause = first.getValue();
        String message = failed.size() == 1
                ? "table " + first.getKey() + " failed, " + ended.size() + " of " + tables() + " did not: "
                : failed.size() + " of " + tables() + " tables failed (" + String.join(", ", failed.keySet())
                        + "), the first with: ";
        return new AmpException(cause.code(), message + cause.detail(), cause);
    }
}
