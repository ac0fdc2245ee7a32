package io.amp4j.client.auth;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A login that was begun: its user has to say yes in a browser. Not thread-safe. It prints where and which code, not what it proves
 * itself with.
 */
public final class DeviceLogin {
    /** How to wait; the clock's way, but for tests. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    private static final Duration SLOWER = Duration.ofSeconds(5);

    private final Login login;
    private final Platform.Device device;
    private final Pkce pkce;
    private Duration interval;

    DeviceLogin(Login login, Platform.Device device, Pkce pkce) {
        this.login = login;
        this.device = device;
        this.pkce = pkce;
        this.interval = device.interval();
    }

    /**
     * The code that the page shows or asks for.
     *
     * @return such as {@code BCDF-GHJK}
     */
    public String userCode() {
        return device.userCode();
    }

    /**
     * The page on which the user decides.
     *
     * @return an address with {@code http} or {@code https}
     */
    public URI verificationUri() {
        return device.verificationUri();
    }

    /**
     * Until when the user has to decide.
     *
     * @return the time
     */
    public Instant expiresAt() {
        return device.expiresAt();
    }

    /**
     * Asks once whether the user has decided, and keeps the login if the answer was yes. {@link #await()} asks as often as it takes.
     *
     * @return the login; empty as long as the user has not decided
     * @throws AmpException with code {@link LoginError#LOGIN_DENIED} or {@link LoginError#LOGIN_EXPIRED}, or one that
     *     {@linkplain AmpException#retryable() passes}
     */
    public Optional<Credentials> poll() {
        Platform.Poll answer = login.platform().poll(device.deviceCode(), pkce.verifier());
        if (answer.slowDown()) {
            interval = interval.plus(SLOWER);
        }
        answer.login().ifPresent(login::keep);
        return answer.login();
    }

    /**
     * Waits in this thread until the user has decided, and keeps the login. A platform that cannot be reached for a while is asked
     * again.
     *
     * @return the login
     * @throws AmpException with code {@link LoginError#LOGIN_DENIED}, {@link LoginError#LOGIN_EXPIRED}, or {@code AMP-CANCELLED} if
     *     the thread was interrupted
     */
    public Credentials await() {
        while (true) {
            Duration wait = interval;
            try {
                Optional<Credentials> done = poll();
                if (done.isPresent()) {
                    return done.get();
                }
                wait = interval;
            } catch (AmpException e) {
                if (!e.retryable()) {
                    throw e;
                }
                wait = Platform.longer(interval, Platform.retryAfter(e));
            }
            if (login.now().plus(wait).isAfter(device.expiresAt())) {
                throw new AmpException(LoginError.LOGIN_EXPIRED, "nobody confirmed the login in time; begin again");
            }
            pause(wait);
        }
    }

    private void pause(Duration wait) {
        try {
            login.pause().of(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmpException(ClientError.CANCELLED, "the login was interrupted", e);
        }
    }

    static void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    /** Where and which code. */
    @Override
    public String toString() {
        return "DeviceLogin[" + userCode() + " at " + verificationUri() + "]";
    }
}
