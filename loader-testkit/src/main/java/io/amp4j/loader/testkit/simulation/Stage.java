package io.amp4j.loader.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that take turns: one of them acts at a time, the others wait, and who goes on next is left to the seed. So a story of several threads is
 * the same each time, and what they share needs no lock to be seen.
 */
final class Stage {
    /** No time at which a wait ends by itself. */
    static final long NEVER = Long.MAX_VALUE;

    private final Random random;
    private final Time time;
    private final List<Actor> actors = new ArrayList<>();
    private @Nullable Actor acting;

    Stage(Random random, Time time) {
        this.random = random;
        this.time = time;
    }

    /** Lets a task act on a thread of its own, from the next time that somebody waits. */
    void enter(Runnable task) {
        Actor actor = new Actor();
        actors.add(actor);
        Thread thread = new Thread(() -> act(actor, task), "actor");
        thread.setDaemon(true);
        thread.start();
    }

    private void act(Actor actor, Runnable task) {
        actor.turn.acquireUninterruptibly();
        try {
            task.run();
        } finally {
            actors.remove(actor);
            handOver(next());
        }
    }

    /** The one who acts waits until a condition holds or a time has come; others act meanwhile. */
    void await(BooleanSupplier condition, long until) {
        Actor me = acting;
        if (me == null) { // the first one, whose thread was there before the play
            me = new Actor();
            actors.add(me);
            acting = me;
        }
        me.condition = condition;
        me.until = until;
        Actor next = next();
        if (next != me) {
            handOver(next);
            me.turn.acquireUninterruptibly();
        }
        if (actors.size() == 1) {
            actors.clear(); // alone: whatever thread comes next may be the first one
            acting = null;
        }
    }

    private void handOver(Actor actor) {
        acting = actor;
        actor.turn.release();
    }

    private Actor next() {
        while (true) {
            List<Actor> ready = actors.stream()
                    .filter(actor -> actor.until <= time.now() || actor.condition.getAsBoolean())
                    .toList();
            if (!ready.isEmpty()) {
                return ready.size() == 1 ? ready.get(0) : ready.get(random.nextInt(ready.size()));
            }
            time.passUpTo(actors.stream().mapToLong(actor -> actor.until).min().orElse(NEVER));
        }
    }

    /** The time of the play. */
    interface Time {
        long now();

        /** Lets time pass up to a moment, or to the next thing that happens if that is earlier. */
        void passUpTo(long until);
    }

    /** Somebody with a thread, who acts or waits. */
    private static final class Actor {
        private final Semaphore turn = new Semaphore(0);
        private BooleanSupplier condition = () -> true;
        private long until = NEVER;
    }
}
