package io.amp4j.loader.testkit.simulation;

import io.amp4j.client.stream.Reorg;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What many seeds came to. Not thread-safe. */
final class SimulationTotals {
    private long seeds;
    private long rows;
    private long jobs;
    private long kills;
    private long takeovers;
    private long slices;
    private long commits;
    private final Map<Reorg.Kind, Long> reorgs = new EnumMap<>(Reorg.Kind.class);
    private long retries;
    private long repairs;
    private long ends;
    private final List<SimulationResult> failed = new ArrayList<>();

    void add(SimulationResult result) {
        seeds++;
        rows += result.rows();
        jobs += result.jobs();
        kills += result.kills();
        takeovers += result.takeovers();
        slices += result.slices();
        commits += result.commits();
        addReorgs(result.reorgs());
        retries += result.retries();
        repairs += result.repairs();
        ends += result.ends();
        if (result.failure().isPresent()) {
            failed.add(result);
        }
    }

    void addAll(SimulationTotals other) {
        seeds += other.seeds;
        rows += other.rows;
        jobs += other.jobs;
        kills += other.kills;
        takeovers += other.takeovers;
        slices += other.slices;
        commits += other.commits;
        addReorgs(other.reorgs);
        retries += other.retries;
        repairs += other.repairs;
        ends += other.ends;
        failed.addAll(other.failed);
    }

    private void addReorgs(Map<Reorg.Kind, Long> more) {
        more.forEach((kind, count) -> reorgs.merge(kind, count, Long::sum));
    }

    int failed() {
        return failed.size();
    }

    void print(PrintStream out, double seconds) {
        out.printf(
                "%,d seeds in %.1f s: %,d jobs (%,d killed, %,d taken over), %,d slices, %,d commits, reorgs undone %s, %,d retries,"
                        + " %,d repairs, %,d loads up to a block, %,d rows%n",
                seeds, seconds, jobs, kills, takeovers, slices, commits, reorgs, retries, repairs, ends, rows);
        for (SimulationResult result : failed) {
            out.printf("seed %d: %s%n", result.seed(), result.failure().orElse(""));
        }
        if (!failed.isEmpty()) {
            out.printf("the steps of seed %d:%n", failed.get(0).seed());
            failed.get(0).steps().forEach(out::println);
        }
    }
}
