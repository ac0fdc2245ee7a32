package io.amp4j.client.auth;

import io.amp4j.client.ErrorCode;
import io.amp4j.client.ErrorKind;

/** What can go wrong with a login. */
public enum LoginError implements ErrorCode {
    /** There is no login, or it can no longer be renewed. */
    LOGIN_REQUIRED("AMP-LOGIN-REQUIRED"),
    /** The user said no. */
    LOGIN_DENIED("AMP-LOGIN-DENIED"),
    /** The user took too long. */
    LOGIN_EXPIRED("AMP-LOGIN-EXPIRED"),
    /** The login was renewed for another user than before. */
    USER_CHANGED("AMP-LOGIN-USER-CHANGED");

    private final String id;

    LoginError(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.USER;
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
