package io.amp4j.client;

import org.jspecify.annotations.Nullable;

/**
 * Where a client takes its bearer token from. Asked anew for each call, so a source may renew what it gives. Thread-safe.
 */
@FunctionalInterface
public interface TokenSource {
    /**
     * The token to send with the next call.
     *
     * @return the token, or null to send none
     * @throws AmpException if there should be a token but none can be had
     */
    @Nullable
    String token();

    /**
     * Another token in place of one that a server did not accept. Called once for each refused call; the call is then made again,
     * once.
     *
     * @param refused the token that was not accepted
     * @return another token, or null if there is none to be had
     * @throws AmpException if a login can no longer be renewed
     */
    default @Nullable String renewed(String refused) {
        return null;
    }

    /**
     * A token that never changes.
     *
     * @param token the token
     * @return a source of that token, which does not print it
     */
    static TokenSource of(String token) {
        return new FixedToken(token);
    }

    /**
     * What a client uses that was given neither token nor source: the environment's {@code AMP_AUTH_TOKEN}, then the login
     * that Amp's command-line tools share ({@code ~/.amp/cache/amp_cli_auth}), then none.
     *
     * @return the source
     */
    static TokenSource ambient() {
        return AmbientToken.ofThisProcess();
    }
}
