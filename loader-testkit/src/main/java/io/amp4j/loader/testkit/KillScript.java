package io.amp4j.loader.testkit;

import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/** A stream of a few commits, among them reorgs, that can be killed anywhere and goes on from what its destination holds. */
final class KillScript {
    private static final BlockRange A0 = Forks.range("a", 0, 9);
    private static final BlockRange A1 = Forks.range("a", 10, 19);
    private static final BlockRange A2 = Forks.range("a", 20, 29);
    private static final BlockRange A3 = Forks.range("a", 30, 39);
    private static final BlockRange A4 = Forks.range("a", 40, 49);
    private static final BlockRange B2 = Forks.branch("a", "b", 20, 29);
    private static final BlockRange B3 = Forks.range("b", 30, 39);

    /** Each commit: what it removes and what it adds. */
    private static final List<Commit> COMMITS = List.of(
            new Commit(List.of(), List.of(A0)),
            new Commit(List.of(), List.of(A1, A2)),
            new Commit(List.of(A2), List.of(B2)),
            new Commit(List.of(), List.of(B3)),
            new Commit(List.of(B2, B3), List.of(A2, A3)),
            new Commit(List.of(), List.of(A4)));

    private final Loader loader;
    private final TableName table;
    private final BufferAllocator allocator;

    KillScript(Loader loader, TableName table, BufferAllocator allocator) {
        this.loader = loader;
        this.table = table;
        this.allocator = allocator;
    }

    /** Opens a session and does what is left to do. */
    StreamState run() {
        try (TestJob job = new TestJob(loader, Requests.of(table, LoadMode.STREAM, BlockRows.SCHEMA), allocator)) {
            for (int next = next(job.state()); next < COMMITS.size(); next++) {
                perform(job, COMMITS.get(next));
            }
            return job.state();
        }
    }

    /** How many commits a state shows. */
    static int next(StreamState state) {
        List<BlockRange> ranges = ranges(state);
        for (int commits = COMMITS.size(); commits >= 0; commits--) {
            boolean whole = ranges.equals(after(commits));
            if (whole || (commits < COMMITS.size() && ranges.equals(afterRemovalOf(commits)))) {
                return commits;
            }
        }
        throw new IllegalStateException("no commit of the script leaves " + ranges);
    }

    /** Whether a removal became visible without what replaces it, as loaders that are not atomic may leave it. */
    static boolean showsRemovalOnly(StreamState state) {
        return !ranges(state).equals(after(next(state)));
    }

    /** How many commits precede the n-th unit of all: each unit is one commit. */
    static int commits() {
        return COMMITS.size();
    }

    private void perform(TestJob job, Commit commit) {
        List<StreamRecord> voided = job.state().records().stream()
                .filter(record -> commit.removed().contains(record.range()))
                .toList();
        try (Unit unit = job.session().begin()) {
            BlockRange[] added = commit.added().toArray(new BlockRange[0]);
            job.stage(unit, voided, added);
            job.finish(unit, voided, added);
        }
    }

    private static List<BlockRange> ranges(StreamState state) {
        return state.records().stream().map(StreamRecord::range).toList();
    }

    private static List<BlockRange> after(int commits) {
        List<BlockRange> ranges = new ArrayList<>();
        for (Commit commit : COMMITS.subList(0, commits)) {
            ranges.removeAll(commit.removed());
            ranges.addAll(commit.added());
        }
        return ranges;
    }

    private static List<BlockRange> afterRemovalOf(int next) {
        Set<BlockRange> removed = new HashSet<>(COMMITS.get(next).removed());
        return after(next).stream().filter(range -> !removed.contains(range)).toList();
    }

    private record Commit(List<BlockRange> removed, List<BlockRange> added) {}
}
