package io.amp4j.cli;

import io.amp4j.client.ErrorKind;

/** What the process answers to its caller. Scripts rely on these: they never change their meaning. */
enum ExitCode {
    OK(0),
    /** Something that should not happen: a fault of this program. */
    INTERNAL(1),
    /** A wrong option, bad SQL, a missing table or token. */
    USER(2),
    SERVER(3),
    /** Where the result should go: a file, a disk, a storage system. */
    DESTINATION(4),
    PROTOCOL(5),
    RESOURCE(6),
    INTERRUPTED(130),
    /** Whoever read our output has left, as {@code head} does; 128 + SIGPIPE. */
    READER_GONE(141);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static ExitCode of(ErrorKind kind) {
        return switch (kind) {
            case USER -> USER;
            case SERVER -> SERVER;
            case DESTINATION -> DESTINATION;
            case PROTOCOL -> PROTOCOL;
            case RESOURCE -> RESOURCE;
        };
    }
}
