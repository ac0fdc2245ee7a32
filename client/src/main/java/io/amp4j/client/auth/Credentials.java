package io.amp4j.client.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A login as it is kept. It prints who and until when, and no token.
 *
 * @param accessToken what calls bring
 * @param refreshToken what gets the next access token; empty for a login that cannot be renewed
 * @param userId whose it is, where that is known
 * @param accounts the user's accounts; empty where they are not known yet
 * @param expiry until when the access token is good; empty where that is not known yet
 */
public record Credentials(
        String accessToken,
        Optional<String> refreshToken,
        Optional<String> userId,
        Optional<List<String>> accounts,
        Optional<Instant> expiry) {
    /** Credentials; the list is copied. */
    public Credentials {
        accounts = accounts.map(List::copyOf);
    }

    /** Who and until when, without tokens. */
    @Override
    public String toString() {
        return "Credentials[" + userId.orElse("unknown user") + ", until "
                + expiry.map(Instant::toString).orElse("?") + "]";
    }
}
