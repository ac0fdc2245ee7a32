package io.amp4j.cli;

import io.amp4j.client.ErrorCode;
import io.amp4j.client.ErrorKind;

/** What can go wrong around a command. */
enum CliError implements ErrorCode {
    /** The words behind {@code amp} make no command. */
    USAGE("AMP-CLI-USAGE", ErrorKind.USER),
    /** What a command should read is not there: a file with SQL, a dataset's tables. */
    INPUT("AMP-CLI-INPUT", ErrorKind.USER),
    /** The result cannot be written. */
    OUTPUT("AMP-CLI-OUTPUT", ErrorKind.DESTINATION);

    private final String id;
    private final ErrorKind kind;

    CliError(String id, ErrorKind kind) {
        this.id = id;
        this.kind = kind;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
