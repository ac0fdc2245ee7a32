package io.amp4j.postgresql.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The whole soak, by hand: {@code loaders/postgresql/soak [kills of loaders] [kills of servers] [seed]}. */
public final class SoakMain {
    private SoakMain() {}

    /**
     * Runs it and prints what was checked; an exception means that a promise was broken.
     *
     * @param args kills of loaders, kills of servers, seed
     * @throws IOException if there is no place for the server's data
     */
    public static void main(String[] args) throws IOException {
        int loaders = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        int servers = args.length > 1 ? Integer.parseInt(args[1]) : 100;
        long seed = args.length > 2 ? Long.parseLong(args[2]) : System.nanoTime();
        System.out.println("seed " + seed);
        // Devnet's transport reports each client that is killed.
        Logger.getLogger("io.grpc").setLevel(Level.OFF);
        try (Soak soak = new Soak(Files.createTempDirectory("soak"), seed)) {
            soak.killLoaders(loaders);
            soak.killServers(servers);
        }
        System.out.println("no row missing, doubled or void");
        System.exit(0);
    }
}
