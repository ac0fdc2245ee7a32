package io.amp4j.devnet;

import java.time.Duration;

/**
 * The auth platform of a devnet: a stand-in for the hosted one, over real HTTP. Logins begin as {@code pending}, and are decided
 * here or on the page that their verification address leads to. Thread-safe.
 */
public interface AuthPlatform {
    /**
     * A login that was made without a browser, for tests.
     *
     * @param accessToken good for {@link #tokenLifetime(Duration)}
     * @param refreshToken good once
     * @param userId whose it is
     */
    record Session(String accessToken, String refreshToken, String userId) {}

    /**
     * Logs a user in at once.
     *
     * @return the login
     */
    Session logIn();

    /**
     * The code of the login that was begun last.
     *
     * @return the code that its user would type
     * @throws IllegalStateException if none was begun
     */
    String lastUserCode();

    /**
     * Lets a login succeed.
     *
     * @param userCode its code
     * @return this
     */
    AuthPlatform approve(String userCode);

    /**
     * Lets a login be denied.
     *
     * @param userCode its code
     * @return this
     */
    AuthPlatform deny(String userCode);

    /**
     * Lets a login be too late.
     *
     * @param userCode its code
     * @return this
     */
    AuthPlatform expire(String userCode);

    /**
     * How long access tokens that are given out from now on are good.
     *
     * @param time at least a second; an hour unless set
     * @return this
     */
    AuthPlatform tokenLifetime(Duration time);

    /**
     * Lets every call wait before it is answered.
     *
     * @param time zero ends it
     * @return this
     */
    AuthPlatform delay(Duration time);

    /**
     * Answers the next calls with 429.
     *
     * @param calls how many
     * @param retryAfter what the header {@code retry-after} says, in seconds
     * @return this
     */
    AuthPlatform rateLimitNext(int calls, Duration retryAfter);

    /**
     * Lets refreshed logins belong to another user from now on.
     *
     * @param userId the other user
     * @return this
     */
    AuthPlatform changeUser(String userId);

    /**
     * Refuses the access tokens that were given out up to now; they can be refreshed.
     *
     * @return this
     */
    AuthPlatform revokeTokens();

    /**
     * Refuses the refresh tokens that were given out up to now.
     *
     * @return this
     */
    AuthPlatform revokeLogins();

    /**
     * How many refreshes were asked for, successful or not; those that were rate-limited are not counted.
     *
     * @return the count
     */
    int refreshes();
}
