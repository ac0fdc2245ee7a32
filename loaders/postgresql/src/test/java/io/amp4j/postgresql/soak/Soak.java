package io.amp4j.postgresql.soak;

import io.amp4j.devnet.Devnet;
import io.amp4j.postgresql.KillableServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A chain that grows and reorganises, a live loader that is killed at random moments, then a server that is. */
final class Soak implements AutoCloseable {
    private static final String TABLE = "blocks";
    private static final int KILLS_BETWEEN_CHECKS = 25;

    /** From the opening to the kill: a unit takes some milliseconds, so most kills fall into work. */
    private static final int LONGEST_LIFE_MILLIS = 600;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Devnet devnet;
    private final KillableServer server;
    private final SplittableRandom random;
    private final CanonicalCheck check;
    private final String classPath;
    private final Path archive;
    private LoaderProcess next;
    private int opened;

    Soak(Path directory, long seed) {
        this.random = new SplittableRandom(seed);
        this.devnet = Devnet.builder()
                .seed(seed)
                .blocks(50)
                .blockTime(Duration.ofMillis(30))
                .reorgEvery(6)
                .reorgDepth(8)
                .microbatchBlocks(5)
                .start();
        this.server = new KillableServer(directory.resolve("data"), Map.of());
        this.check = new CanonicalCheck(devnet, server, TABLE);
        this.classPath = ClassPathJars.pack(directory);
        this.archive = directory.resolve("classes.jsa");
        archiveClasses();
        this.next = newLoader();
    }

    private void archiveClasses() {
        try (LoaderProcess loader = start("-XX:ArchiveClassesAtExit=" + archive)) {
            loader.begin();
            loader.awaitOpened();
            check.awaitProgress(PATIENCE);
            loader.end();
        }
    }

    private LoaderProcess newLoader() {
        return start("-XX:SharedArchiveFile=" + archive);
    }

    private LoaderProcess start(String archiveFlag) {
        String destination = server.uri() + "?takeover-timeout=500ms&connect-timeout=2s";
        return LoaderProcess.start(classPath, archiveFlag, devnet.url(), destination, TABLE);
    }

    /** Takes the loader that was started ahead, and starts another. */
    private LoaderProcess takeLoader() {
        LoaderProcess taken = next;
        next = newLoader();
        taken.begin();
        return taken;
    }

    /** Kills live loaders: most after they have opened, some while they do. */
    void killLoaders(int kills) {
        for (int kill = 1; kill <= kills; kill++) {
            try (LoaderProcess loader = takeLoader()) {
                if (random.nextInt(5) > 0) {
                    loader.awaitOpened();
                    opened++;
                }
                sleep(random.nextInt(LONGEST_LIFE_MILLIS));
                loader.requireAlive();
            }
            check.rowsAreThoseOfTheState();
            if (kill % KILLS_BETWEEN_CHECKS == 0 || kill == kills) {
                compareWithChain();
                report(kill + " loaders killed, " + opened + " of them after they opened");
            }
        }
    }

    /** Kills the server under a live loader, which must go on by itself. */
    void killServers(int kills) {
        LoaderProcess loader = takeLoader();
        try {
            loader.awaitOpened();
            for (int kill = 1; kill <= kills; kill++) {
                sleep(random.nextInt(LONGEST_LIFE_MILLIS));
                server.kill();
                server.restart();
                check.rowsAreThoseOfTheState();
                check.awaitProgress(PATIENCE);
                loader.requireAlive();
                if (kill % KILLS_BETWEEN_CHECKS == 0 || kill == kills) {
                    devnet.pause();
                    check.awaitCanonical(PATIENCE);
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
            check.awaitCanonical(PATIENCE);
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
        server.close();
        devnet.close();
    }
}
