package io.amp4j.cli;

import io.amp4j.client.AmpClient;
import io.amp4j.devnet.Devnet;
import java.time.Duration;
import java.util.function.Function;

/**
 * A client, and what stands behind it if the command started that too.
 *
 * @param client the client
 * @param stop what to do once the client is closed
 */
record Server(AmpClient client, Runnable stop) implements AutoCloseable {
    private static final Duration BLOCK_TIME = Duration.ofSeconds(1);

    static Server remote(AmpClient client) {
        return new Server(client, () -> {});
    }

    static Devnet startDevnet() {
        return Devnet.builder().blockTime(BLOCK_TIME).start();
    }

    /** A devnet for one command, with a chain that grows while the command looks. */
    static Server devnet(Function<Devnet, AmpClient> connect) {
        Devnet devnet = startDevnet();
        try {
            return new Server(connect.apply(devnet), devnet::close);
        } catch (RuntimeException e) {
            devnet.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } finally {
            stop.run();
        }
    }
}
