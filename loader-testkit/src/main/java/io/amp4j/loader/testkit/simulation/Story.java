package io.amp4j.loader.testkit.simulation;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.Reorg;
import io.amp4j.client.stream.Retention;
import io.amp4j.client.stream.StreamError;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadBuilder;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadResult;
import io.amp4j.loader.Loads;
import io.amp4j.loader.RetryPolicy;
import io.amp4j.loader.StreamControl;
import io.amp4j.loader.spi.ConsistencyLevel;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** One seed: job after job until one of them finds that nothing is left to do, then the comparison. */
final class Story {
    /**
     * A store within the process does not end the transaction of a job that sleeps, so what that one has deleted a newcomer cannot delete; it is
     * stopped then, since the sleeper wakes up when it has ended.
     */
    private static final int MOST_TRIES_BESIDE_A_SLEEPER = 20;

    private static final int MOST_JOBS = 2_000;
    /** No jitter: a seed has to give the same story each time. */
    private static final RetryPolicy RETRY = new RetryPolicy(
            Duration.ofMillis(200), Duration.ofSeconds(30), 0, Integer.MAX_VALUE, Duration.ofDays(9_999));

    private final long seed;
    private final TableName table;
    private final World world;
    private final Random random;
    private final BufferAllocator allocator;
    private final SimulationTarget target;
    private final Trace trace;
    private long jobs;
    private long kills;
    private long takeovers;
    private long slices;
    private long commits;
    private final Map<Reorg.Kind, Long> reorgs = new EnumMap<>(Reorg.Kind.class);
    private long retries;
    private long repairs;
    private final Aim aim;
    private int sleepers;
    private boolean usurped;

    Story(long seed, World world, BufferAllocator allocator, SimulationTarget target, Trace trace) {
        this.seed = seed;
        this.world = world;
        this.random = world.random();
        this.allocator = allocator;
        this.target = target;
        this.trace = trace;
        this.aim = new Aim(world);
        this.table = target.table("seed_" + Long.toUnsignedString(seed) + (trace.isKept() ? "_again" : ""));
    }

    SimulationResult run() {
        Optional<String> failure = play();
        List<SimulatedRow> rows = target.rows(table);
        return new SimulationResult(
                seed,
                failure,
                rows.size(),
                jobs,
                kills,
                takeovers,
                slices,
                commits,
                reorgs,
                retries,
                repairs,
                aim.ends(),
                trace.steps());
    }

    private Optional<String> play() {
        world.note(() -> world.temper().toString());
        while (!world.isFinished()) {
            if (jobs >= MOST_JOBS) {
                return Optional.of("no end after " + jobs + " jobs");
            }
            Optional<String> wrong = job(Integer.MAX_VALUE).or(this::compareWithRecords);
            if (wrong.isPresent()) {
                return wrong;
            }
            world.passUpTo(10_000);
        }
        return compareWithChain();
    }

    /** One job, from start to its end; gone wrong if it fails with what no story explains. */
    private Optional<String> job(int mostCommits) {
        jobs++;
        FaultyLoader loader = new FaultyLoader(target.newLoader(), new Faults(world, this::anotherJob));
        try {
            return explain(run(loader, mostCommits));
        } finally {
            loader.close();
        }
    }

    private @Nullable Throwable run(Loader loader, int mostCommits) {
        long number = jobs;
        long lastBlock = aim.lastBlock();
        List<Runnable> work = new ArrayList<>();
        List<Load> load = new ArrayList<>();
        LoadBuilder builder = Loads.from(new SimulatedQuery(world, allocator))
                .to(loader)
                .table(table)
                .commitInterval(Duration.ofMillis(random.nextInt(3) * 1_500L))
                .commitRows(1 + random.nextInt(random.nextBoolean() ? 5 : 500))
                .retention(random.nextInt(3) == 0 ? new Retention(4 + random.nextInt(40)) : Retention.FOREVER)
                .retry(RETRY)
                .clock(world)
                .executor(task -> world.begin(task, work))
                .listener(event -> hear(event, load, mostCommits));
        cut(builder);
        Aim.ask(builder, lastBlock);
        if (world.temper().fromBlock() >= 0) {
            builder.fromBlock(world.temper().fromBlock());
        }
        world.note(() -> "job %d starts".formatted(jobs));
        load.add(builder.stream());
        world.began(load.get(0));
        work.get(0).run();
        world.ended();
        return outcome(load.get(0), lastBlock, jobs == number);
    }

    private void cut(LoadBuilder builder) {
        Temper temper = world.temper();
        builder.parallel(temper.workers());
        if (temper.sliceSize() > 0) {
            builder.sliceSize(temper.sliceSize());
        }
        if (temper.catchUp() > 0) {
            builder.catchUpThreshold(temper.catchUp());
        }
    }

    private @Nullable Throwable outcome(Load load, long lastBlock, boolean undisturbed) {
        try {
            LoadResult done = load.result().join();
            if (done.ending() == LoadResult.Ending.CANCELLED) {
                return null;
            }
            if (isReached(lastBlock)) {
                aim.reached(lastBlock);
            } else if (undisturbed) {
                return new IllegalStateException("came to its end before block " + lastBlock + ": " + done);
            }
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private boolean isReached(long lastBlock) {
        try (Loader loader = target.newLoader()) {
            return Aim.isReached(lastBlock, records(loader));
        }
    }

    private void hear(LoadEvent event, List<Load> load, int mostCommits) {
        world.note(event::toString);
        if (event instanceof LoadEvent.Committed) {
            commits++;
            if (load.get(0).progress().units() >= mostCommits) {
                load.get(0).cancel();
            }
        } else if (event instanceof LoadEvent.SliceBegan) {
            slices++;
        } else if (event instanceof LoadEvent.Reorganised reorganised) {
            reorgs.merge(reorganised.reorg().kind(), 1L, Long::sum);
        } else if (event instanceof LoadEvent.Retrying retrying) {
            retries++;
            if (sleepers > 0 && retrying.attempt() > MOST_TRIES_BESIDE_A_SLEEPER) {
                load.get(0).cancel();
            }
        }
    }

    /** While one job sleeps, another one runs for a while; the sleeper must find itself fenced. */
    private void anotherJob() {
        if (sleepers > 0) {
            return;
        }
        sleepers++;
        takeovers++;
        usurped = true;
        Optional<String> wrong = job(1 + random.nextInt(4));
        sleepers--;
        wrong.ifPresent(message -> {
            throw new IllegalStateException("in a job beside a sleeping one: " + message);
        });
    }

    private Optional<String> explain(@Nullable Throwable failure) {
        if (failure instanceof SimulatedCrash) {
            kills++;
            return Optional.empty();
        }
        if (failure == null) {
            return Optional.empty();
        }
        if (failure instanceof AmpException e && e.code() == LoadError.FENCED && usurped) {
            return Optional.empty();
        }
        if (failure instanceof AmpException e && e.code() == LoadError.LOCKED && sleepers > 0) {
            return Optional.empty();
        }
        if (failure instanceof AmpException e && e.code() == LoadError.STATE_OF_ANOTHER_SPAN && aim.ends() > 0) {
            takeBackTheLast();
            return Optional.empty();
        }
        if (failure instanceof AmpException e && e.code() == StreamError.BELOW_RETENTION) {
            world.isUnfinished(); // other slices may have come to their end
            repair();
            return Optional.empty();
        }
        return Optional.of("a job failed: " + failure);
    }

    /** A job that slept may speak of merged records which another one has repaired in the meantime. */
    private void repair() {
        try (Loader loader = target.newLoader()) {
            Optional<StreamRecord> merged =
                    records(loader).stream().filter(StreamRecord::isMerged).findFirst();
            if (merged.isPresent()) {
                repairs++;
                world.note(() -> "repair from %s".formatted(merged.get().range()));
                StreamControl control = StreamControl.of(loader);
                control.carryOut(control.planRepair(
                        table.toString(), merged.get().range().start()));
            }
        }
    }

    /** What a user does who is told that the last microbatch was loaded in part, and who wants more. */
    private void takeBackTheLast() {
        try (Loader loader = target.newLoader()) {
            List<StreamRecord> records = records(loader);
            BlockRange last = records.get(records.size() - 1).range();
            world.note(() -> "rewind to before %s".formatted(last));
            StreamControl control = StreamControl.of(loader);
            control.carryOut(control.planRewind(table.toString(), last.start() - 1));
        }
    }

    private List<StreamRecord> records(Loader loader) {
        return state(loader).map(StreamState::records).orElse(List.of());
    }

    private Optional<StreamState> state(Loader loader) {
        return loader.states(Optional.of(table)).stream().findFirst();
    }

    /** Between jobs an atomic destination holds the rows of its records, whatever became of those blocks. */
    private Optional<String> compareWithRecords() {
        try (Loader loader = target.newLoader()) {
            if (loader.traits().level() != ConsistencyLevel.ATOMIC) {
                return Optional.empty();
            }
            List<SimulatedRow> expected = new ArrayList<>();
            for (StreamRecord record : records(loader)) {
                expected.addAll(world.chain()
                        .rowsOf(
                                record.range().start(),
                                String.valueOf(record.range().hash())));
            }
            Long asked = state(loader).map(state -> state.header().toBlock()).orElse(null);
            expected.removeIf(row -> asked != null && row.blockNumber() > asked);
            return difference(expected, "its own records");
        }
    }

    private Optional<String> compareWithChain() {
        Temper temper = world.temper();
        long from = Math.max(temper.fromBlock(), temper.earliest());
        return difference(
                world.chain().rowsFrom(temper.beginsAnywhere() ? firstBlock(from) : from), "the canonical chain");
    }

    /** Where the server cannot begin at the block asked for, the microbatch that holds it is kept as a whole. */
    private long firstBlock(long asked) {
        try (Loader loader = target.newLoader()) {
            return records(loader).stream()
                    .map(StreamRecord::range)
                    .filter(range -> range.start() <= asked && range.end() >= asked)
                    .mapToLong(range -> range.start())
                    .findFirst()
                    .orElse(asked);
        }
    }

    private Optional<String> difference(List<SimulatedRow> expected, String what) {
        List<SimulatedRow> found = new ArrayList<>(target.rows(table));
        Collections.sort(found);
        Collections.sort(expected);
        if (found.equals(expected)) {
            return Optional.empty();
        }
        List<SimulatedRow> missing = new ArrayList<>(expected);
        found.forEach(missing::remove);
        List<SimulatedRow> surplus = new ArrayList<>(found);
        expected.forEach(surplus::remove);
        return Optional.of(
                "the destination differs from " + what + ": missing " + some(missing) + ", surplus " + some(surplus));
    }

    private static String some(List<SimulatedRow> rows) {
        return rows.size() + " rows" + (rows.isEmpty() ? "" : " such as " + rows.get(0));
    }
}
