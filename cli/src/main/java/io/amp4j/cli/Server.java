package io.amp4j.cli;

import io.amp4j.client.AmpClient;

/**
 * A client, and the devnet behind it if the command started one.
 *
 * @param client the client
 * @param devnet what to stop afterwards
 */
record Server(AmpClient client, AutoCloseable devnet) implements AutoCloseable {
    static Server remote(AmpClient client) {
        return new Server(client, () -> {});
    }

    @Override
    public void close() throws Exception {
        try (devnet) {
            client.close();
        }
    }
}
