package io.amp4j.client.stream;

import io.amp4j.client.BlockRange;
import java.util.ArrayList;
import java.util.List;

/** Which old records become one. */
final class Pruning {
    private static final int NEVER_MERGED = 2;

    private Pruning() {}

    /**
     * Finds runs of neighbours that link by hash and lie wholly before the retention.
     *
     * @param committed committed records that the unit keeps, ascending
     * @param added the unit's own records, at least one, which are never merged
     * @param retention how far back records are kept apart
     * @return one merge for each run of two records or more
     */
    static List<UnitChange.Merge> merges(List<StreamRecord> committed, List<StreamRecord> added, Retention retention) {
        int apart = Math.max(0, NEVER_MERGED - added.size());
        long oldEnough = added.get(added.size() - 1).range().end() - retention.blocks();
        List<UnitChange.Merge> merges = new ArrayList<>();
        List<StreamRecord> run = new ArrayList<>();
        for (StreamRecord record : committed.subList(0, Math.max(0, committed.size() - apart))) {
            if (record.range().end() > oldEnough) {
                break;
            }
            if (!run.isEmpty() && !follows(run.get(run.size() - 1), record)) {
                addMerge(merges, run);
                run.clear();
            }
            run.add(record);
        }
        addMerge(merges, run);
        return merges;
    }

    private static void addMerge(List<UnitChange.Merge> merges, List<StreamRecord> run) {
        if (run.size() > 1) {
            merges.add(new UnitChange.Merge(run, merged(run)));
        }
    }

    private static StreamRecord merged(List<StreamRecord> run) {
        StreamRecord last = run.get(run.size() - 1);
        BlockRange from = run.get(0).range();
        BlockRange to = last.range();
        BlockRange span = new BlockRange(from.network(), from.start(), to.end(), to.hash(), from.prevHash());
        return new StreamRecord(null, span, last.committedAt(), null);
    }

    private static boolean follows(StreamRecord before, StreamRecord after) {
        return before.range().end() + 1 == after.range().start() && StreamHistory.linked(before, after);
    }
}
