package io.amp4j.redis;

import io.amp4j.client.AmpException;
import java.io.Serial;

/** A transaction was executed, but a command in it failed, and Redis does not take the others back. */
final class PartlyDone extends AmpException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String line;

    PartlyDone(AmpException failure, String line) {
        super(failure.code(), failure.getMessage(), failure);
        this.line = line;
    }

    /** What Redis said of the command. */
    String line() {
        return line;
    }
}
