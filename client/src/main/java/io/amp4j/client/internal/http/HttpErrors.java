package io.amp4j.client.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.ApiException;
import io.amp4j.client.ClientError;
import io.amp4j.client.ErrorCode;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** From what came back to our codes: by status and the service's own code, never by words; the words are kept. */
public final class HttpErrors {
    private static final int LONGEST_MESSAGE = 4_000;
    private static final String CODE = "[A-Z][A-Z0-9_]{0,99}";

    private final HttpOptions options;
    private final String prefix;
    private final Map<String, ? extends ErrorCode> known;

    /**
     * The errors of one service.
     *
     * @param options how it is called
     * @param prefix of the codes that have no constant, such as {@code AMP-ADMIN-}
     * @param known the service's codes that have one
     */
    public HttpErrors(HttpOptions options, String prefix, Map<String, ? extends ErrorCode> known) {
        this.options = options;
        this.prefix = prefix;
        this.known = known;
    }

    /** The error of an answer that is none of success. */
    AmpException of(HttpAnswer answer, @Nullable String token) {
        int status = answer.status();
        if (status / 100 == 3) {
            return redirected(answer);
        }
        JsonNode json = answer.json().orElse(null);
        String named = text(json, "error_code");
        String serverCode = named == null ? text(json, "error") : named;
        String requestId = text(json, "request_id");
        ErrorCode code = code(status, serverCode);
        StringBuilder message = new StringBuilder(what(status, code));
        String said = said(json);
        if (said != null) {
            message.append(": ").append(clean(said, token));
        }
        if (serverCode != null && !serverCode.equals(said) && !code.id().endsWith(serverCode.replace('_', '-'))) {
            message.append(" (").append(clean(serverCode, token)).append(')');
        }
        if (requestId != null) {
            message.append(" (request ").append(clean(requestId, token)).append(')');
        }
        Duration retryAfter = answer.retryAfter().orElse(null);
        if (retryAfter != null) {
            message.append("; try again in ").append(retryAfter.toSeconds()).append(" s");
        }
        return new ApiException(
                code, message.toString(), new ApiException.Refusal(status, serverCode, requestId, retryAfter));
    }

    private ErrorCode code(int status, @Nullable String serverCode) {
        if (status == 401) {
            return ClientError.UNAUTHENTICATED;
        }
        if (status == 403) {
            return ClientError.PERMISSION_DENIED;
        }
        if (status == 429) {
            return ClientError.RESOURCE_EXHAUSTED;
        }
        if (serverCode == null || !serverCode.matches(CODE)) {
            return withoutCode(status);
        }
        ErrorCode constant = known.get(serverCode);
        return constant != null ? constant : ServerCode.of(prefix, serverCode, status);
    }

    private static ErrorCode withoutCode(int status) {
        return switch (status) {
            case 404, 405, 501 -> ClientError.NOT_AMP_SERVER;
            case 408, 502, 503, 504 -> ClientError.UNAVAILABLE;
            default -> status >= 500 ? ClientError.SERVER_FAILED : ClientError.BAD_ANSWER;
        };
    }

    private String what(int status, ErrorCode code) {
        String service = options.service();
        if (code == ClientError.UNAUTHENTICATED) {
            return service + " does not accept the token, or wants one; log in with 'amp auth login', or set a token";
        }
        if (code == ClientError.PERMISSION_DENIED) {
            return service + " does not allow this with this token";
        }
        if (code == ClientError.RESOURCE_EXHAUSTED) {
            return service + " has too much to do, or a quota is used up";
        }
        if (code == ClientError.NOT_AMP_SERVER) {
            return options.base() + " does not know this call (HTTP " + status + "); is it the address of " + service
                    + "?";
        }
        return service + " refuses the call (HTTP " + status + ")";
    }

    /** The words of an error: of our services, or of OAuth's. */
    private static @Nullable String said(@Nullable JsonNode json) {
        String message = text(json, "error_message");
        if (message == null) {
            message = text(json, "error_description");
        }
        return message == null ? text(json, "error") : message;
    }

    private static @Nullable String text(@Nullable JsonNode json, String name) {
        JsonNode value = json == null ? null : json.get(name);
        return value == null || !value.isTextual() ? null : value.textValue();
    }

    /** A server's words, without what could steer a terminal, and without the token should it repeat that. */
    private static String clean(String words, @Nullable String token) {
        String plain = words.length() > LONGEST_MESSAGE ? words.substring(0, LONGEST_MESSAGE) + "…" : words;
        plain = plain.replaceAll("[\\p{Cc}&&[^\n]]|\\p{Cf}", " ").strip();
        return token == null || token.isEmpty() ? plain : plain.replace(token, "***");
    }

    private AmpException redirected(HttpAnswer answer) {
        String target = answer.location().flatMap(this::place).orElse("another place");
        return new AmpException(
                ClientError.REDIRECTED,
                options.base() + " redirects to " + target
                        + ", and a token must not follow there by itself; if that is where " + options.service()
                        + " is, use its address");
    }

    /** Where a redirect leads, without what its query could hold. */
    private Optional<String> place(String location) {
        try {
            URI target = options.base().resolve(location);
            return Optional.ofNullable(target.getHost())
                    .map(host -> target.getScheme() + "://" + host
                            + (target.getPort() < 0 ? "" : ":" + target.getPort()) + target.getPath());
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** The error of a success whose body is not what was asked for. */
    AmpException notJson(HttpAnswer answer) {
        String type = answer.contentType().orElse("something");
        return new AmpException(
                ClientError.BAD_ANSWER,
                options.base() + " answers with " + clean(type, null) + " where " + options.service()
                        + " answers with JSON; check the address, and whether a proxy stands in between");
    }

    /**
     * The error of JSON that is not shaped as it has to be.
     *
     * @param what what is wrong with it
     * @return the error
     */
    public AmpException badShape(String what) {
        return new AmpException(ClientError.BAD_ANSWER, options.service() + " sent an answer in which " + what);
    }

    /** The error of a call that got no whole answer. */
    AmpException of(IOException e) {
        if (e instanceof HttpConnectTimeoutException) {
            return unavailable("no connection to " + options.base() + " within " + options.connectTimeout(), e);
        }
        if (e instanceof HttpTimeoutException) {
            return timedOut(e);
        }
        if (e instanceof SSLException) {
            return new AmpException(
                    ClientError.TLS,
                    "no TLS connection to " + options.base()
                            + ": check the certificates, and whether the server speaks TLS",
                    e);
        }
        if (e instanceof ProtocolException) {
            return new AmpException(
                    ClientError.NOT_AMP_SERVER,
                    options.base() + " answers, but not in HTTP: check the port, and whether it wants TLS",
                    e);
        }
        return unavailable(options.base() + " cannot be reached, or the connection broke", e);
    }

    private static AmpException unavailable(String what, IOException e) {
        String reason = e.getMessage();
        return new AmpException(ClientError.UNAVAILABLE, reason == null ? what : what + " (" + reason + ")", e);
    }

    AmpException timedOut(Throwable e) {
        return new AmpException(
                ClientError.DEADLINE, options.service() + " did not answer within " + options.callTimeout(), e);
    }

    static AmpException interrupted(InterruptedException e) {
        return new AmpException(ClientError.CANCELLED, "the call was interrupted", e);
    }
}
