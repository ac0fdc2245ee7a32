package io.amp4j.client;

import io.amp4j.client.auth.Login;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The token of the environment, else of the login; looked up at each call, as a login may happen meanwhile. */
final class AmbientToken implements TokenSource {
    static final String VARIABLE = "AMP_AUTH_TOKEN";

    private final Supplier<@Nullable String> variable;
    private final Supplier<TokenSource> source;
    private @Nullable TokenSource login;

    /** The login's source is made when it is first needed. */
    AmbientToken(Supplier<@Nullable String> variable, Supplier<TokenSource> login) {
        this.variable = variable;
        this.source = login;
    }

    static AmbientToken ofThisProcess() {
        return new AmbientToken(
                () -> System.getenv(VARIABLE), () -> Login.ofThisUser().tokens());
    }

    @Override
    public @Nullable String token() {
        String named = named();
        return named == null ? login().token() : named;
    }

    /** A token that somebody named is that, and no other. */
    @Override
    public @Nullable String renewed(String refused) {
        return named() == null ? login().renewed(refused) : null;
    }

    private synchronized TokenSource login() {
        if (login == null) {
            login = source.get();
        }
        return login;
    }

    private @Nullable String named() {
        String text = variable.get();
        return text == null || text.isBlank() ? null : text.strip();
    }

    @Override
    public String toString() {
        return "TokenSource[" + VARIABLE + ", else the login]";
    }
}
