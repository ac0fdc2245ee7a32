package io.amp4j.loader.testkit.simulation;

import io.amp4j.loader.Load;
import io.amp4j.loader.LoadClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Virtual time, and what happens in it. Nothing runs beside the jobs, and of a job's threads one at a time: time passes when all of them wait, or
 * when something is said to take long, and what was due by then happens at once. So a seed always gives the same story.
 */
final class World implements LoadClock {
    private static final Instant DAWN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration FOR_EVER = Duration.ofDays(30_000);
    private static final long MILLISECOND = 1_000_000L;

    /** More than any story with an end needs: whoever goes round in a circle shall be found, and not for ever. */
    private static final long MOST_STREAMS = 100_000;

    private final Random story;
    private final Random random;
    private final Temper temper;
    private final SimulatedChain chain;
    private final Trace trace;
    private final Deque<Load> jobs = new ArrayDeque<>();
    private final Stage stage;
    private long changes;
    private long nanos;
    private long nextEvent;
    private int eventsLeft;
    private long highest;
    private boolean finished;
    private long streams;

    /**
     * A world before its first job.
     *
     * @param story decides what happens to the chain, and nothing else: so the chain's fate does not depend on what jobs do
     * @param random decides all the rest
     */
    World(Random story, Random random, Temper temper, Trace trace) {
        this.story = story;
        this.random = random;
        this.temper = temper;
        this.trace = trace;
        this.chain = new SimulatedChain(story, temper.earliest());
        this.stage = new Stage(random, new WorldTime());
        chain.grow(temper.blocksAtStart());
        goOn();
    }

    /** After the chain came to rest: as much happens again. */
    void goOn() {
        eventsLeft = temper.events();
        finished = false;
        plan();
    }

    /** Lets all happen that will, while no job looks. */
    void skip() {
        while (eventsLeft > 0) {
            passToNextEvent();
        }
    }

    SimulatedChain chain() {
        return chain;
    }

    Temper temper() {
        return temper;
    }

    Random random() {
        return random;
    }

    void note(Supplier<String> step) {
        trace.add(nanos, step);
    }

    /** From here on nothing goes wrong any more. */
    boolean isCalm() {
        return eventsLeft == 0;
    }

    boolean chance(double probability) {
        return !isCalm() && random.nextDouble() < probability;
    }

    void startsStream() {
        streams++;
        if (streams > MOST_STREAMS) {
            throw new IllegalStateException("no end after " + MOST_STREAMS + " streams");
        }
    }

    /** Whether a job had loaded all that will ever be. */
    boolean isFinished() {
        return finished;
    }

    /** It had, and has ended by itself. */
    void isLoaded() {
        note(() -> "all is loaded");
        finished = true;
    }

    /** It had not: it failed. */
    void isUnfinished() {
        finished = false;
    }

    void began(Load job) {
        jobs.push(job);
    }

    void ended() {
        jobs.pop();
    }

    /** Everybody waits, and nothing will happen: the job at work is done. */
    private void finish() {
        note(() -> "all is quiet");
        finished = true;
        jobs.getFirst().cancel();
    }

    @Override
    public Instant now() {
        return DAWN.plusNanos(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void await(Duration time, Future<?> wake) {
        if (!wake.isDone()) {
            stage.await(wake::isDone, time.compareTo(FOR_EVER) > 0 ? Stage.NEVER : nanos + time.toNanos());
        }
    }

    /**
     * Begins a job's task: its first one is kept for the caller to run, the others are its workers and get threads of their own.
     *
     * @param task the task
     * @param kept where the first one goes
     */
    void begin(Runnable task, List<Runnable> kept) {
        if (kept.isEmpty()) {
            kept.add(task);
        } else {
            stage.enter(task);
        }
    }

    /** Lets up to so many milliseconds pass. */
    void passUpTo(int milliseconds) {
        pass(random.nextInt(milliseconds) * MILLISECOND);
    }

    void pass(long duration) {
        stage.await(() -> false, nanos + duration);
    }

    /** Waits until something happens, or a condition holds, or a moment has come. */
    void awaitEvent(BooleanSupplier condition, long until) {
        long seen = changes;
        stage.await(() -> changes != seen || condition.getAsBoolean(), until);
    }

    private void passToNextEvent() {
        nanos = Math.max(nanos, nextEvent);
        eventsLeft--;
        changes++;
        happen();
        plan();
    }

    private void plan() {
        int longest = story.nextInt(4) == 0 ? 20_000 : 1_500;
        nextEvent = nanos + (1 + story.nextInt(longest)) * MILLISECOND;
    }

    private void happen() {
        highest = Math.max(highest, chain.head());
        if (eventsLeft == 0) {
            comeToRest();
        } else if (story.nextDouble() < temper.reorgs()) {
            reorganise();
        } else if (story.nextDouble() < temper.forgetting()) {
            note(() -> "the server forgets its forks");
            chain.forgetForks();
        } else if (story.nextInt(40) == 0) {
            cancelJob();
        } else {
            chain.grow(1 + story.nextInt(story.nextInt(6) == 0 ? 40 : 4));
            note(() -> "the chain grows to %d".formatted(chain.head()));
        }
    }

    private void cancelJob() {
        if (!jobs.isEmpty()) {
            note(() -> "the user cancels");
            jobs.getFirst().cancel();
        }
    }

    /** A server says nothing to a cursor above its head, so the chain must end higher than it ever was. */
    private void comeToRest() {
        chain.grow((int) (highest - chain.head()) + 1 + story.nextInt(5));
        note(() -> "the chain comes to rest at %d".formatted(chain.head()));
    }

    private void reorganise() {
        if (story.nextInt(4) == 0 && chain.flipBack()) {
            note(() -> "the chain flips back to the branch before, head %d".formatted(chain.head()));
            return;
        }
        long voidable = chain.head() - Math.max(chain.earliest(), 1) + 1;
        int depth = (int) Math.min(voidable, 1 + story.nextInt(temper.deepest()));
        if (depth > 0) {
            chain.reorganise(depth, Math.max(1, depth - 2 + story.nextInt(5)));
            note(() -> "reorg of %d blocks, head %d".formatted(depth, chain.head()));
        }
    }

    /** How time passes while everybody waits. */
    private final class WorldTime implements Stage.Time {
        @Override
        public long now() {
            return nanos;
        }

        @Override
        public void passUpTo(long until) {
            if (eventsLeft > 0 && nextEvent <= until) {
                passToNextEvent();
            } else if (until == Stage.NEVER) {
                finish();
            } else {
                nanos = Math.max(nanos, until);
            }
        }
    }
}
