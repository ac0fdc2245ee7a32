package io.amp4j.client.auth;

import io.amp4j.client.TokenSource;
import org.jspecify.annotations.Nullable;

/** A login's tokens; looked up at each call, as a login may happen meanwhile. */
final class LoginTokens implements TokenSource {
    private final Login login;

    LoginTokens(Login login) {
        this.login = login;
    }

    @Override
    public @Nullable String token() {
        return login.fresh().map(Credentials::accessToken).orElse(null);
    }

    @Override
    public @Nullable String renewed(String refused) {
        return login.insteadOf(refused).map(Credentials::accessToken).orElse(null);
    }

    @Override
    public String toString() {
        return "TokenSource[" + login.file() + "]";
    }
}
