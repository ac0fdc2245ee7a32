package io.amp4j.cli;

import io.amp4j.client.AmpClient;

/**
 * A client, and what stands behind it if the command started that too.
 *
 * @param client the client
 * @param stop what to do once the client is closed
 */
record Server(AmpClient client, Runnable stop) implements AutoCloseable {
    static Server remote(AmpClient client) {
        return new Server(client, () -> {});
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
