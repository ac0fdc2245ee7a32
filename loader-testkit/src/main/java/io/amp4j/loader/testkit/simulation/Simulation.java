package io.amp4j.loader.testkit.simulation;

import java.util.Random;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Runs seeds. Each seed is a story in virtual time: a chain grows and reorganises, connections break, destinations fail and take long, jobs die
 * at any step or wake up after another one took their place. When the chain has come to rest, the destination must hold its canonical rows,
 * each once. Thread-safe.
 */
public final class Simulation {
    /** Neighbouring seeds shall have nothing in common. */
    static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final Function<BufferAllocator, SimulationTarget> targets;

    /**
     * A simulation against one kind of destination.
     *
     * @param targets makes an empty destination; its allocator must hold nothing once the destination is closed
     */
    public Simulation(Function<BufferAllocator, SimulationTarget> targets) {
        this.targets = targets;
    }

    /**
     * Runs a seed; if it fails, runs it again to tell its steps.
     *
     * @param seed any number
     * @return how it went
     */
    public SimulationResult run(long seed) {
        SimulationResult result = run(seed, new Trace(false));
        return result.failure().isEmpty() ? result : trace(seed);
    }

    /**
     * Runs a seed and tells its steps.
     *
     * @param seed any number
     * @return how it went
     */
    public SimulationResult trace(long seed) {
        return run(seed, new Trace(true));
    }

    /** Runs a seed in a world that is not left to chance, and tells its steps. */
    SimulationResult trace(long seed, Temper temper) {
        Trace trace = new Trace(true);
        return run(seed, new World(new Random(seed * SPREAD), new Random(~seed * SPREAD), temper, trace), trace);
    }

    private SimulationResult run(long seed, Trace trace) {
        return run(seed, world(seed, trace), trace);
    }

    private SimulationResult run(long seed, World world, Trace trace) {
        try (BufferAllocator allocator = new RootAllocator();
                SimulationTarget target = targets.apply(allocator)) {
            return new Story(seed, world, allocator, target, trace).run();
        }
    }

    private static World world(long seed, Trace trace) {
        Random story = new Random(seed * SPREAD);
        Temper temper = Temper.of(story);
        return new World(story, new Random(~seed * SPREAD), temper, trace);
    }
}
