package io.amp4j.client.auth;

import io.amp4j.client.AmpException;
import io.amp4j.client.ServiceOptions;
import io.amp4j.client.TokenSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A user's login: in a file that Amp's command-line tools share, from a platform that renews it. Thread-safe, and safe beside other
 * processes: the file is replaced as a whole, and of all who find the login about to expire, one renews it.
 *
 * <pre>{@code
 * Login login = Login.ofThisUser();
 * DeviceLogin device = login.begin();
 * System.out.println("Confirm " + device.userCode() + " at " + device.verificationUri());
 * device.await();
 * AmpClient client = AmpClient.builder().uri("grpc+tls://…").tokens(login.tokens()).build();
 * }</pre>
 */
public final class Login {
    /** The environment variable that names another auth platform than the hosted one. */
    public static final String PLATFORM_VARIABLE = "AMP_AUTH_URL";

    /** The environment variable that names another file than the user's. */
    public static final String FILE_VARIABLE = "AMP_AUTH_FILE";

    private static final Logger LOG = LoggerFactory.getLogger(Login.class);
    private static final String HOSTED = "https://auth.amp.thegraph.com";
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LoginFile file;
    private final Platform platform;
    private final Clock clock;
    private final DeviceLogin.Pause pause;
    private volatile Instant notBefore = Instant.MIN;

    Login(Path file, ServiceOptions platform, Clock clock, DeviceLogin.Pause pause) {
        this.file = new LoginFile(file);
        this.platform = new Platform(platform, clock);
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * The login of the user whose process this is: in the file of {@value #FILE_VARIABLE}, else {@link #defaultFile()}, renewed by the platform of
     * {@value #PLATFORM_VARIABLE}, else by the hosted one.
     *
     * @return the login; there need not be one yet
     */
    public static Login ofThisUser() {
        String named = System.getenv(FILE_VARIABLE);
        Path file = named == null || named.isBlank() ? defaultFile() : Path.of(named);
        return at(file, System.getenv(PLATFORM_VARIABLE));
    }

    /**
     * A login elsewhere.
     *
     * @param file where it is kept; it need not be there yet
     * @param platform the auth platform's address, or null for the hosted one
     * @return the login
     * @throws AmpException with code {@code AMP-BAD-URI} if the address is malformed
     */
    public static Login at(Path file, @Nullable String platform) {
        String address = platform == null || platform.isBlank() ? HOSTED : platform;
        return at(file, ServiceOptions.at(Platform.address(address).toString()));
    }

    /**
     * A login elsewhere, with time-outs or certificates of its own.
     *
     * @param file where it is kept; it need not be there yet
     * @param platform the auth platform, and how to call it; its tokens are not used
     * @return the login
     */
    public static Login at(Path file, ServiceOptions platform) {
        return new Login(file, platform, Clock.systemUTC(), DeviceLogin::sleep);
    }

    /**
     * Where a user's login is kept unless somebody says otherwise.
     *
     * @return {@code ~/.amp/cache/amp_cli_auth}
     */
    public static Path defaultFile() {
        return Path.of(System.getProperty("user.home"), ".amp", "cache", "amp_cli_auth");
    }

    /**
     * Where this login is kept.
     *
     * @return the file
     */
    public Path file() {
        return file.path();
    }

    /**
     * The login as it is kept; asks nobody.
     *
     * @return the login, if there is one
     * @throws AmpException with code {@code AMP-CREDENTIALS} if the file cannot be read
     */
    public Optional<Credentials> credentials() {
        return file.read();
    }

    /**
     * Begins a login.
     *
     * @return what its user has to be told
     * @throws AmpException if the platform cannot be reached or refuses
     */
    public DeviceLogin begin() {
        Pkce pkce = Pkce.create();
        return new DeviceLogin(this, platform.authorize(pkce), pkce);
    }

    /**
     * Forgets the login.
     *
     * @return whether there was one
     * @throws AmpException with code {@code AMP-CREDENTIALS} if the file cannot be deleted
     */
    public boolean forget() {
        return file.locked(file::delete);
    }

    /**
     * The login's token for each call, renewed five minutes before it expires, and when a server refuses it. Without a login there is
     * none; a login that cannot be renewed, but is still good, is used.
     *
     * @return the source
     */
    public TokenSource tokens() {
        return new LoginTokens(this);
    }

    void keep(Credentials login) {
        file.locked(() -> {
            file.write(login);
            return login;
        });
    }

    /** The login, renewed if it is about to expire. */
    Optional<Credentials> fresh() {
        Optional<Credentials> login = file.read();
        if (login.filter(this::isStale).isEmpty()) {
            return login;
        }
        return file.locked(() -> {
            // Whoever held the lock before may have renewed it.
            Optional<Credentials> now = file.read();
            return now.filter(this::isStale).isPresent() ? now.map(this::renewedOrGood) : now;
        });
    }

    /** The login in place of one whose token a server refused; empty if there is no other. */
    Optional<Credentials> insteadOf(String refused) {
        return file.locked(() -> {
            Optional<Credentials> now = file.read();
            if (now.filter(login -> login.accessToken().equals(refused)).isEmpty()) {
                return now;
            }
            return now.filter(login -> login.refreshToken().isPresent()).map(this::renew);
        });
    }

    private boolean isStale(Credentials login) {
        if (login.refreshToken().isEmpty()) {
            return false;
        }
        boolean unknown = login.expiry().isEmpty() || login.accounts().isEmpty();
        return unknown || !login.expiry().get().isAfter(now().plus(AHEAD));
    }

    private boolean isGood(Credentials login) {
        return login.expiry().filter(expiry -> expiry.isAfter(now())).isPresent();
    }

    /** A platform that is away for a while does not stop who has a good token; it is then left alone for a while. */
    private Credentials renewedOrGood(Credentials login) {
        if (isGood(login) && now().isBefore(notBefore)) {
            return login;
        }
        try {
            return renew(login);
        } catch (AmpException e) {
            if (!e.retryable() || !isGood(login)) {
                throw e;
            }
            notBefore = now().plus(Platform.longer(PATIENCE, Platform.retryAfter(e)));
            LOG.warn(
                    "the login cannot be renewed yet, and is good until {}: {}",
                    login.expiry().get(),
                    e.getMessage());
            return login;
        }
    }

    private Credentials renew(Credentials login) {
        try {
            Credentials next = platform.refresh(login);
            file.write(next);
            return next;
        } catch (AmpException e) {
            // Other tools do not know our lock: if one was faster, its login is the good one.
            return file.read()
                    .filter(now -> e.code() == LoginError.LOGIN_REQUIRED)
                    .filter(now -> !now.accessToken().equals(login.accessToken()))
                    .orElseThrow(() -> e);
        }
    }

    Platform platform() {
        return platform;
    }

    Instant now() {
        return clock.instant();
    }

    DeviceLogin.Pause pause() {
        return pause;
    }

    /** Where it is kept. */
    @Override
    public String toString() {
        return "Login[" + file.path() + "]";
    }
}
