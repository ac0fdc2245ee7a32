package io.amp4j.loader.testkit.soak;

import io.amp4j.devnet.Devnet;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.internal.ClassArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A chain that grows and reorganises, a live loader that is killed at random moments, then a server that is. What is left is compared with the
 * canonical chain; a difference is an {@link IllegalStateException}. Used by one thread.
 */
public final class Soak implements AutoCloseable {
    private static final TableName TABLE = new TableName(null, "blocks");
    private static final int KILLS_BETWEEN_CHECKS = 25;

    /** From the opening to the kill: a unit takes some milliseconds, so most kills fall into work. */
    private static final int LONGEST_LIFE_MILLIS = 600;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Devnet devnet;
    private final SoakStore store;
    private final SplittableRandom random;
    private final CanonicalCheck check;
    private final ClassArchive classes;
    private LoaderProcess next;
    private int opened;

    /**
     * Starts the chain and a first loader.
     *
     * @param store an empty store; closed with the soak
     * @param directory an empty directory for what the loaders' processes need
     * @param seed of the chain and of the moments
     */
    public Soak(SoakStore store, Path directory, long seed) {
        this.random = new SplittableRandom(seed);
        this.devnet = Devnet.builder()
                .seed(seed)
                .blocks(50)
                .blockTime(Duration.ofMillis(30))
                .reorgEvery(6)
                .reorgDepth(8)
                .microbatchBlocks(5)
                .start();
        this.store = store;
        this.check = new CanonicalCheck(devnet, store, TABLE);
        this.classes = ClassArchive.in(directory);
        archiveClasses();
        this.next = newLoader();
    }

    private void archiveClasses() {
        try (LoaderProcess loader = start(classes.recording())) {
            loader.begin();
            loader.awaitOpened();
            check.awaitProgress(PATIENCE, loader);
            loader.end();
        }
    }

    private LoaderProcess newLoader() {
        return start(classes.using());
    }

    private LoaderProcess start(List<String> classFlags) {
        return LoaderProcess.start(classFlags, devnet.url(), store.uri(), TABLE.name());
    }

    /** Takes the loader that was started ahead, and starts another. */
    private LoaderProcess takeLoader() {
        LoaderProcess taken = next;
        next = newLoader();
        taken.begin();
        return taken;
    }

    /**
     * Kills live loaders: most after they have opened, some while they do.
     *
     * @param kills how many
     */
    public void killLoaders(int kills) {
        for (int kill = 1; kill <= kills; kill++) {
            try (LoaderProcess loader = takeLoader()) {
                if (random.nextInt(5) > 0) {
                    loader.awaitOpened();
                    opened++;
                }
                sleep(random.nextInt(LONGEST_LIFE_MILLIS));
                loader.requireAlive();
            }
            store.checkUnrecovered(TABLE);
            if (kill % KILLS_BETWEEN_CHECKS == 0 || kill == kills) {
                compareWithChain();
                report(kill + " loaders killed, " + opened + " of them after they opened");
            }
        }
    }

    /**
     * Kills the server under a live loader, which must go on by itself.
     *
     * @param kills how many
     */
    public void killServers(int kills) {
        LoaderProcess loader = takeLoader();
        try {
            loader.awaitOpened();
            for (int kill = 1; kill <= kills; kill++) {
                sleep(random.nextInt(LONGEST_LIFE_MILLIS));
                store.killServer();
                store.restartServer();
                store.checkUnrecovered(TABLE);
                check.awaitProgress(PATIENCE, loader);
                if (kill % KILLS_BETWEEN_CHECKS == 0 || kill == kills) {
                    devnet.pause();
                    check.awaitCanonical(PATIENCE, loader);
                    devnet.resume();
                    report(kill + " servers killed");
                }
            }
        } finally {
            loader.close();
        }
    }

    /** Lets the chain stand still until a loader has caught up, and compares every row. */
    private void compareWithChain() {
        devnet.pause();
        try (LoaderProcess loader = takeLoader()) {
            loader.awaitOpened();
            check.awaitCanonical(PATIENCE, loader);
        }
        devnet.resume();
    }

    private void report(String what) {
        System.out.println(what + ": " + check.summary());
    }

    private static void sleep(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        next.close();
        check.close();
        store.close();
        devnet.close();
    }
}
