package io.amp4j.cli;

import java.io.IOException;
import java.io.Serial;

/** Nobody reads our standard output any more: no error, but a reason to stop at once. */
final class ReaderGoneException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ReaderGoneException(IOException cause) {
        super(cause);
    }
}
