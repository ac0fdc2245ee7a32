package io.amp4j.client.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.ApiException;
import io.amp4j.client.ClientError;
import io.amp4j.client.ServiceOptions;
import io.amp4j.client.internal.http.Bodies;
import io.amp4j.client.internal.http.Fields;
import io.amp4j.client.internal.http.HttpAddress;
import io.amp4j.client.internal.http.HttpErrors;
import io.amp4j.client.internal.http.HttpOptions;
import io.amp4j.client.internal.http.JsonHttp;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The calls of the auth platform. Thread-safe. */
final class Platform {
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
    private static final long LONGEST_SECONDS = Duration.ofDays(366).toSeconds();

    /** A login that was begun. */
    record Device(String deviceCode, String userCode, URI verificationUri, Instant expiresAt, Duration interval) {}

    /** An answer to the question whether the user has decided. */
    record Poll(Optional<Credentials> login, boolean slowDown) {}

    private final ServiceOptions options;
    private final Clock clock;
    private final JsonHttp http;

    Platform(ServiceOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.http = http(options.withTokens(() -> null));
    }

    private static JsonHttp http(ServiceOptions options) {
        HttpOptions settings = HttpOptions.of("the auth platform", options);
        return new JsonHttp(settings, new HttpErrors(settings, "AMP-AUTH-", Map.of()));
    }

    static Duration retryAfter(AmpException e) {
        return e instanceof ApiException refusal ? refusal.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    Device authorize(Pkce pkce) {
        ObjectNode body =
                Bodies.object().put("code_challenge", pkce.challenge()).put("code_challenge_method", "S256");
        Fields answer = http.post("api", "v1", "device", "authorize").body(body).answer();
        Duration interval = seconds(answer, "interval");
        return new Device(
                answer.text("device_code"),
                answer.text("user_code"),
                page(answer.text("verification_uri")),
                clock.instant().plus(seconds(answer, "expires_in")),
                longer(interval, LEAST_INTERVAL));
    }

    /** The address goes to a browser: it has to be a web page's, and nothing that a shell or a desktop would start. */
    private URI page(String address) {
        URI page;
        try {
            page = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw http.errors().badShape("'verification_uri' is no address");
        }
        boolean web = "https".equals(page.getScheme()) || "http".equals(page.getScheme());
        if (!web || page.getHost() == null) {
            throw http.errors().badShape("'verification_uri' is no web page");
        }
        return page;
    }

    private Duration seconds(Fields answer, String name) {
        long seconds = answer.number(name);
        if (seconds < 0 || seconds > LONGEST_SECONDS) {
            throw http.errors().badShape("'" + name + "' is no sensible time");
        }
        return Duration.ofSeconds(seconds);
    }

    Poll poll(String deviceCode, String verifier) {
        try {
            Fields answer = http.get("api", "v1", "device", "token")
                    .query("device_code", deviceCode)
                    .query("code_verifier", verifier)
                    .answer();
            Optional<String> error = answer.optionalText("error");
            return error.isPresent() ? undecided(error.get()) : new Poll(Optional.of(session(answer)), false);
        } catch (ApiException e) {
            return undecided(e.serverCode().orElseThrow(() -> e), e);
        }
    }

    private static Poll undecided(String error) {
        return undecided(
                error,
                new AmpException(ClientError.BAD_ANSWER, "the auth platform refuses the login for an unknown reason"));
    }

    private static Poll undecided(String error, AmpException otherwise) {
        return switch (error) {
            case "authorization_pending" -> new Poll(Optional.empty(), false);
            case "slow_down" -> new Poll(Optional.empty(), true);
            case "expired_token" ->
                throw new AmpException(LoginError.LOGIN_EXPIRED, "nobody confirmed the login in time; begin again");
            case "access_denied" -> throw new AmpException(LoginError.LOGIN_DENIED, "the login was denied");
            default -> throw otherwise;
        };
    }

    private Credentials session(Fields answer) {
        return new Credentials(
                answer.text("access_token"),
                Optional.of(answer.text("refresh_token")),
                Optional.of(answer.text("user_id")),
                Optional.of(answer.texts("user_accounts")),
                Optional.of(clock.instant().plus(seconds(answer, "expires_in"))));
    }

    /** New tokens in place of a login's. */
    Credentials refresh(Credentials login) {
        ObjectNode body = Bodies.object();
        body.put("refresh_token", login.refreshToken().orElseThrow());
        login.userId().ifPresent(user -> body.put("user_id", user));
        Fields answer = refreshed(login, body);
        Fields user = answer.object("user");
        String id = user.text("id");
        if (login.userId().filter(before -> !before.equals(id)).isPresent()) {
            throw new AmpException(
                    LoginError.USER_CHANGED, "the login was renewed for another user than before; log in again");
        }
        return new Credentials(
                answer.text("token"),
                answer.optionalText("refresh_token").or(login::refreshToken),
                Optional.of(id),
                Optional.of(user.texts("accounts")),
                Optional.of(clock.instant().plus(seconds(answer, "expires_in"))));
    }

    private Fields refreshed(Credentials login, ObjectNode body) {
        try {
            return http(options.withTokens(login::accessToken))
                    .post("api", "v1", "auth", "refresh")
                    .body(body)
                    .answer();
        } catch (ApiException e) {
            if (e.status() == 401 || e.status() == 403) {
                throw new AmpException(
                        LoginError.LOGIN_REQUIRED,
                        "the login can no longer be renewed; log in with 'amp auth login'",
                        e);
            }
            throw e;
        }
    }

    static URI address(String text) {
        return HttpAddress.parse("the auth platform", text);
    }
}
