package io.amp4j.client;

import java.util.Objects;

/** One token, kept out of every text. */
final class FixedToken implements TokenSource {
    private final String token;

    FixedToken(String token) {
        this.token = Objects.requireNonNull(token, "token");
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public String toString() {
        return "TokenSource[…]";
    }
}
