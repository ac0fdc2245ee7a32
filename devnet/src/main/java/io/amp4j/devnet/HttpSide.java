package io.amp4j.devnet;

import io.amp4j.client.AmpException;
import io.amp4j.devnet.internal.http.HttpPort;
import io.amp4j.devnet.internal.http.Services;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a devnet answers over HTTP. Most are never asked: those pay nothing for it. Thread-safe. */
final class HttpSide implements AutoCloseable {
    private final int port;
    private final Supplier<Services> maker;
    private @Nullable Services services;
    private @Nullable HttpPort listening;
    private boolean closed;

    HttpSide(int port, Supplier<Services> maker) {
        this.port = port;
        this.maker = maker;
    }

    synchronized Services services() {
        if (services == null) {
            services = maker.get();
        }
        return services;
    }

    /** Listens from the first call on. */
    synchronized String url() {
        if (closed) {
            throw new IllegalStateException("the devnet is closed");
        }
        if (listening == null) {
            listening = listen();
        }
        return "http://127.0.0.1:" + listening.port();
    }

    private HttpPort listen() {
        try {
            return new HttpPort(port, services());
        } catch (IOException e) {
            throw new AmpException(
                    DevnetError.PORT,
                    "port " + port + " of 127.0.0.1 cannot be had: " + e.getMessage()
                            + "; choose another for the Admin API, or 0 for a free one",
                    e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (listening != null) {
            listening.close();
            listening = null;
        }
    }
}
