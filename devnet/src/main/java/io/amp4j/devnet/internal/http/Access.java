package io.amp4j.devnet.internal.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who may call the server: whoever brings the token that it was started with, or one that its auth platform gave out. */
public final class Access {
    private final @Nullable String token;
    private final boolean loginRequired;
    private final Predicate<String> issued;

    /**
     * The rule.
     *
     * @param token the token to bring, or null
     * @param loginRequired whether a login is needed where no token is set
     * @param issued whether a token is a login's that is still good
     */
    public Access(@Nullable String token, boolean loginRequired, Predicate<String> issued) {
        this.token = token;
        this.loginRequired = loginRequired;
        this.issued = issued;
    }

    /**
     * Whether a call may be answered.
     *
     * @param given the token that it brings, if any
     * @return true if no token is needed or this is a good one
     */
    public boolean allows(Optional<String> given) {
        return (token == null && !loginRequired) || isKnown(given);
    }

    /** Whether this is a good token, whether one is needed or not. */
    boolean isKnown(Optional<String> given) {
        return given.filter(it -> isTheToken(it) || issued.test(it)).isPresent();
    }

    private boolean isTheToken(String given) {
        return token != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
