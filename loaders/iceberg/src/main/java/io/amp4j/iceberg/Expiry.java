package io.amp4j.iceberg;

import java.time.Clock;
import org.apache.iceberg.Table;

/**
 * Expires old snapshots now and then: a stream makes one at each commit, and all that there are stand in the table's metadata, which each
 * commit writes anew. The newest one carries the stream states and always stays.
 */
final class Expiry {
    private static final int COMMITS_BETWEEN = 20;

    private final IcebergSettings settings;
    private final Table table;
    private int commits;

    Expiry(IcebergSettings settings, Table table) {
        this.settings = settings;
        this.table = table;
    }

    /** What goes wrong here is tried again later: the commit before it counts. */
    void afterCommit() {
        commits++;
        if (settings.keepSnapshots() == 0 || commits % COMMITS_BETWEEN != 0) {
            return;
        }
        try {
            long before =
                    Clock.systemUTC().millis() - settings.keepSnapshotsFor().toMillis();
            table.expireSnapshots()
                    .expireOlderThan(before)
                    .retainLast(settings.keepSnapshots())
                    .commit();
        } catch (RuntimeException e) {
            Quietly.LOG.warn("cannot expire old snapshots of {}: {}", table.name(), e.toString());
        }
    }
}
