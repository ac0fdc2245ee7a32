package io.amp4j.client.internal.http;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Reads the address of an HTTP service as users write it. */
public final class HttpAddress {
    private static final int LAST_PORT = 65_535;

    private HttpAddress() {}

    /**
     * Reads an address.
     *
     * @param what whose address it is, for the message
     * @param text such as {@code http://localhost:1610}; a path is allowed, as gateways have one
     * @return the address without a slash at its end
     * @throws AmpException with code {@code AMP-BAD-URI}; the message leaves out whatever could be a secret
     */
    public static URI parse(String what, String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            // The exception quotes the whole address, and with it a password that somebody put there.
            throw bad(what, "is not a URI (" + e.getReason() + ")");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw bad(what, "has no known scheme");
        }
        if (uri.getUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw bad(what, "holds more than a host, a port and a path; a token goes into the option 'token'");
        }
        if (uri.getHost() == null || uri.getPort() > LAST_PORT || uri.getPort() == 0) {
            throw bad(what, "has no valid host and port");
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return URI.create(
                scheme + "://" + uri.getHost() + port + uri.getRawPath().replaceAll("/+$", ""));
    }

    private static AmpException bad(String what, String why) {
        return new AmpException(
                ClientError.BAD_URI, "the address of " + what + " " + why + "; write http://host:port or https://host");
    }
}
