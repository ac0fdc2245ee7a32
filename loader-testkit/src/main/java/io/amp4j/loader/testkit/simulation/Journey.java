package io.amp4j.loader.testkit.simulation;

import io.amp4j.client.Query;
import io.amp4j.client.stream.Retention;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadListener;
import io.amp4j.loader.Loads;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * A seed in legs, for jobs that are processes of their own: what happens to the chain follows from the seed alone, so a process can take up a leg
 * wherever the one before it was killed. Not thread-safe.
 */
public final class Journey {
    private final Random chance;
    private final World world;
    private int leg;

    /**
     * A journey before its first leg.
     *
     * @param seed any number
     */
    public Journey(long seed) {
        Random story = new Random(seed * Simulation.SPREAD);
        Temper temper = Temper.of(story).withoutFaults();
        this.chance = new Random(System.nanoTime());
        this.world = new World(story, chance, temper, new Trace(false));
    }

    /**
     * Loads what the chain is and becomes in one leg, until it has come to rest; job after job, where the story has a user who cancels.
     *
     * @param number which leg, from zero; those before it have passed
     * @param loader the destination
     * @param table the table
     * @param listener hears of each step
     */
    public void load(int number, Loader loader, TableName table, LoadListener listener) {
        skipTo(number);
        try (BufferAllocator allocator = new RootAllocator()) {
            while (!world.isFinished()) {
                job(new SimulatedQuery(world, allocator), loader, table, listener);
            }
        }
    }

    private void job(Query query, Loader loader, TableName table, LoadListener listener) {
        List<Runnable> work = new ArrayList<>();
        Load load = Loads.from(query)
                .to(loader)
                .table(table)
                .commitInterval(Duration.ofMillis(chance.nextInt(3) * 1_500L))
                .retention(Retention.FOREVER)
                .clock(world)
                .listener(listener)
                .parallel(world.temper().workers())
                .executor(task -> world.begin(task, work))
                .stream();
        world.began(load);
        work.get(0).run();
        world.ended();
        load.result().join();
    }

    /**
     * What a destination must hold at the end of a leg.
     *
     * @param number which leg, from zero
     * @return the canonical rows, in order
     */
    public List<SimulatedRow> canonicalRows(int number) {
        skipTo(number);
        world.skip();
        return world.chain().rowsFrom(world.temper().earliest());
    }

    private void skipTo(int number) {
        while (leg < number) {
            world.skip();
            world.goOn();
            leg++;
        }
    }
}
