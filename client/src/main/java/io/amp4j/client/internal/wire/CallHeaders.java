package io.amp4j.client.internal.wire;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.grpc.Metadata;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of one call. */
public final class CallHeaders {
    private static final String AUTHORIZATION = "authorization";

    private CallHeaders() {}

    static Metadata of(@Nullable String token, Map<String, String> always, Map<String, String> own) {
        Metadata metadata = new Metadata();
        if (token != null) {
            if (!isPrintable(token) || token.isEmpty() || token.indexOf(' ') >= 0) {
                throw new AmpException(
                        ClientError.CREDENTIALS, "the token is empty or has characters that no token can have");
            }
            metadata.put(key(AUTHORIZATION), "Bearer " + token);
        }
        always.forEach((name, value) -> metadata.put(key(name), value));
        own.forEach((name, value) -> metadata.put(key(name), value));
        return metadata;
    }

    /**
     * Checks a header that a user wants to send.
     *
     * @param name its name
     * @param value its value, which no message repeats
     * @throws AmpException with code {@code AMP-BAD-OPTION}
     */
    public static void check(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals(AUTHORIZATION)) {
            throw new AmpException(ClientError.BAD_OPTION, "the token is not a header: use the option 'token'");
        }
        boolean reserved = lower.startsWith("amp-") || lower.startsWith("grpc-") || lower.endsWith("-bin");
        if (reserved || !lower.matches("[0-9a-z_.-]+")) {
            throw new AmpException(ClientError.BAD_OPTION, "'" + name + "' cannot be used as a header");
        }
        if (!isPrintable(value)) {
            throw new AmpException(
                    ClientError.BAD_OPTION,
                    "the value of header '" + name + "' has characters other than printable ASCII");
        }
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
