package io.amp4j.client.internal.wire;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where a server listens, and whether TLS is spoken there.
 *
 * @param host a name or an address, IPv6 in brackets
 * @param port the port
 * @param tls whether the connection is encrypted
 */
public record ServerAddress(String host, int port, boolean tls) {
    private static final Map<String, Integer> DEFAULT_PORTS =
            Map.of("grpc", 1602, "grpc+tls", 1602, "http", 80, "https", 443);
    private static final Set<String> ENCRYPTED = Set.of("grpc+tls", "https");
    private static final int LAST_PORT = 65_535;

    /**
     * Reads an address as users write it.
     *
     * @param text such as {@code grpc://localhost:1602}
     * @return the address
     * @throws AmpException with code {@code AMP-BAD-URI}; the message leaves out whatever could be a secret
     */
    public static ServerAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // The exception quotes the whole address, and with it a password that somebody put there.
            throw bad("the server's address is not a URI (" + e.getReason() + ")");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        Integer defaultPort = DEFAULT_PORTS.get(scheme);
        if (defaultPort == null) {
            throw bad(
                    scheme.isEmpty()
                            ? "the server's address has no scheme"
                            : "the server's address begins with '" + scheme + ":', which is no scheme of a server");
        }
        if (uri.getUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw bad("the server's address holds more than a host and a port; a token goes into the option 'token'");
        }
        if (uri.getHost() == null || uri.getPort() > LAST_PORT || uri.getPort() == 0) {
            throw bad("the server's address has no valid host and port");
        }
        if (!uri.getPath().isEmpty() && !uri.getPath().equals("/")) {
            throw bad("the server's address has a path, '" + uri.getPath() + "', but a Flight server has none");
        }
        int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
        return new ServerAddress(uri.getHost(), port, ENCRYPTED.contains(scheme));
    }

    private static AmpException bad(String what) {
        return new AmpException(
                ClientError.BAD_URI, what + "; write grpc://host:1602, grpc+tls://host:1602, http://… or https://…");
    }

    /** The address as a URI. */
    @Override
    public String toString() {
        return (tls ? "grpc+tls://" : "grpc://") + host + ":" + port;
    }
}
