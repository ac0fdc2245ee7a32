package io.amp4j.client.internal.http;

import io.amp4j.client.ServiceOptions;
import io.amp4j.client.TokenSource;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * What calls to one HTTP service need to know. Says nothing of its headers, which may be secret.
 *
 * @param service what users call it, such as "the Admin API"
 * @param base the address that paths are appended to, without a slash at its end
 * @param tokens where each call's token comes from
 * @param headers sent with each call
 * @param userAgent the client's name
 * @param connectTimeout how long a connection may take
 * @param callTimeout how long a whole call may take, from its start to the last byte of its answer
 * @param tls which certificates are trusted and shown
 */
public record HttpOptions(
        String service,
        URI base,
        TokenSource tokens,
        Map<String, String> headers,
        String userAgent,
        Duration connectTimeout,
        Duration callTimeout,
        PemTls tls) {
    /**
     * What calls need to know of a service that users gave options for.
     *
     * @param service what users call it
     * @param options theirs
     * @return the same
     */
    public static HttpOptions of(String service, ServiceOptions options) {
        return new HttpOptions(
                service,
                options.uri(),
                options.tokens(),
                options.headers(),
                options.userAgent(),
                options.connectTimeout(),
                options.callTimeout(),
                new PemTls(options.trustedCertificates(), options.certificateChain(), options.privateKey()));
    }

    @Override
    public String toString() {
        return "HttpOptions[" + base + "]";
    }
}
