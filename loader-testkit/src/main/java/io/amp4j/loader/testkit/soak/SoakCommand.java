package io.amp4j.loader.testkit.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A whole soak by hand, for the {@code main} of a loader's tests. */
public final class SoakCommand {
    private final StoreFactory stores;
    private final int loaders;
    private final int servers;

    /**
     * A command with its defaults.
     *
     * @param loaders how many loaders are killed, unless the first argument says it
     * @param servers how many servers are killed, unless the second argument says it
     * @param stores starts the store in an empty directory
     */
    public SoakCommand(int loaders, int servers, StoreFactory stores) {
        this.loaders = loaders;
        this.servers = servers;
        this.stores = stores;
    }

    /** Starts a store. */
    @FunctionalInterface
    public interface StoreFactory {
        /**
         * Starts it.
         *
         * @param directory an empty directory for its data
         * @return the store, running and empty
         */
        SoakStore start(Path directory);
    }

    /**
     * Runs it, prints what was checked, and ends the process; an exception means that a promise was broken.
     *
     * @param args kills of loaders, kills of servers, seed
     * @throws IOException if there is no place for the data
     */
    public void run(String... args) throws IOException {
        long seed = args.length > 2 ? Long.parseLong(args[2]) : System.nanoTime();
        System.out.println("seed " + seed);
        Path directory = Files.createTempDirectory("soak");
        try (Soak soak = new Soak(stores.start(directory.resolve("store")), directory, seed)) {
            soak.killLoaders(number(args, 0, loaders));
            soak.killServers(number(args, 1, servers));
        }
        System.out.println("no row missing, doubled or void");
        System.exit(0);
    }

    private static int number(String[] args, int index, int otherwise) {
        return args.length > index ? Integer.parseInt(args[index]) : otherwise;
    }
}
