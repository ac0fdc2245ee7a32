package io.amp4j.snowflake;

/**
 * A channel that was opened: rows go through it one request after the other. Used by one thread at a time.
 */
final class PipeChannel {
    private final PipeName pipe;
    private final String name;
    private final long earlierErrors;
    private String continuation;

    PipeChannel(PipeName pipe, String name, String continuation, long earlierErrors) {
        this.pipe = pipe;
        this.name = name;
        this.continuation = continuation;
        this.earlierErrors = earlierErrors;
    }

    PipeName pipe() {
        return pipe;
    }

    String name() {
        return name;
    }

    /** What the next request has to carry. */
    String continuation() {
        return continuation;
    }

    void continued(String next) {
        continuation = next;
    }

    /** How many rows had been refused when it was opened: the server counts for as long as there is a channel of the name. */
    long earlierErrors() {
        return earlierErrors;
    }
}
