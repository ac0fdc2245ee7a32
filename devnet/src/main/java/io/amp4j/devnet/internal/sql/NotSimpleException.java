package io.amp4j.devnet.internal.sql;

/** The query is none of the simplest: it is left to the engine. Control flow, so without a stack trace. */
final class NotSimpleException extends Exception {
    private static final long serialVersionUID = 1L;

    NotSimpleException() {
        super("not a simple query", null, false, false);
    }
}
