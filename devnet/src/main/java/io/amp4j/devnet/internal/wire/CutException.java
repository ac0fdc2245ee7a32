package io.amp4j.devnet.internal.wire;

/** The call is over because its connection is: there is nobody left to tell. */
final class CutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CutException() {
        super("the call is over", null, false, false);
    }
}
