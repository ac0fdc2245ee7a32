package io.amp4j.loader.testkit.simulation;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;

/** Decides what goes wrong at a step of the destination, and makes it so. One for each job, which may die of it. */
final class Faults {
    /** Milliseconds that a step takes at most, where there are others who may act meanwhile. */
    private static final int LONGEST_STEP = 4;

    private final World world;
    private final Runnable usurper;
    private boolean dead;

    /**
     * Faults for one job.
     *
     * @param usurper starts another job for the same stream while this one sleeps
     */
    Faults(World world, Runnable usurper) {
        this.world = world;
        this.usurper = usurper;
    }

    boolean isDead() {
        return dead;
    }

    /** Something may go wrong here. */
    void at(String step) {
        if (dead) { // the job's other threads die with it
            throw new SimulatedCrash(step);
        }
        if (world.temper().workers() > 1) {
            world.passUpTo(LONGEST_STEP);
        }
        if (!world.chance(world.temper().destinationFaults())) {
            return;
        }
        switch (world.random().nextInt(8)) {
            case 0, 1 -> crash(step);
            case 2 -> world.passUpTo(15_000);
            case 3 -> sleepThroughAnotherJob(step);
            default -> fail(step);
        }
    }

    private void crash(String step) {
        world.note(() -> "the job is killed %s".formatted(step));
        dead = true;
        throw new SimulatedCrash(step);
    }

    private void fail(String step) {
        world.note(() -> "the destination fails %s".formatted(step));
        throw new AmpException(LoadError.DESTINATION_UNAVAILABLE, "the simulated destination failed " + step);
    }

    private void sleepThroughAnotherJob(String step) {
        world.note(() -> "the job sleeps %s, and another one begins".formatted(step));
        usurper.run();
        world.note(() -> "the job wakes up");
    }
}
