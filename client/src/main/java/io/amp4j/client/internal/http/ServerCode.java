package io.amp4j.client.internal.http;

import io.amp4j.client.ErrorCode;
import io.amp4j.client.ErrorKind;

/**
 * A code that a server gave and this client has no constant for: it keeps its name, and its kind follows from the HTTP status.
 *
 * @param id the code as it is printed
 * @param kind who has to act
 * @param retryable whether a retry makes sense
 */
record ServerCode(String id, ErrorKind kind, boolean retryable) implements ErrorCode {
    private static final int SERVER_ERRORS = 500;

    static ServerCode of(String prefix, String code, int status) {
        boolean server = status >= SERVER_ERRORS;
        return new ServerCode(prefix + code.replace('_', '-'), server ? ErrorKind.SERVER : ErrorKind.USER, server);
    }
}
