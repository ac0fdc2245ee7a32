package io.amp4j.devnet.internal.sql;

import java.io.Serial;

/** A query that the server does not run. The message is what its client is told. */
public final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message in the server's words
     */
    public Refusal(String message) {
        super(message);
    }

    static Refusal notIncremental(String operation) {
        return new Refusal("non-incremental queries are not supported for streaming, query contains non-incremental "
                + "operation: " + operation);
    }
}
