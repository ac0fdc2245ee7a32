package io.amp4j.client;

import io.amp4j.client.internal.http.HttpAddress;
import io.amp4j.client.internal.http.PemTls;
import io.amp4j.client.internal.wire.CallHeaders;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a service is that speaks JSON over HTTP, and how to call it. Immutable; each {@code with…} gives other options.
 *
 * @param uri the address, without a slash at its end
 * @param tokens where each call's token comes from
 * @param headers sent with each call
 * @param userAgent how the client names itself
 * @param connectTimeout how long a connection may take
 * @param callTimeout how long a call may take, to the last byte of its answer
 * @param trustedCertificates a PEM file of the certificates to trust, or null for the platform's
 * @param certificateChain a PEM file of the certificate to show, or null for none
 * @param privateKey a PEM file of its key (PKCS#8, without a password), or null for none
 */
public record ServiceOptions(
        URI uri,
        TokenSource tokens,
        Map<String, String> headers,
        String userAgent,
        Duration connectTimeout,
        Duration callTimeout,
        @Nullable Path trustedCertificates,
        @Nullable Path certificateChain,
        @Nullable Path privateKey) {
    /** Options; the map is copied. */
    public ServiceOptions {
        headers = Map.copyOf(headers);
    }

    /**
     * The defaults: the token of {@link TokenSource#ambient()}, 20 seconds to connect, 2 minutes for a call.
     *
     * @param uri {@code http://host:port} or {@code https://host}, with a path if a gateway has one
     * @return the options
     * @throws AmpException with code {@code AMP-BAD-URI} if the address is malformed
     */
    public static ServiceOptions at(String uri) {
        return new ServiceOptions(
                HttpAddress.parse("the service", uri),
                TokenSource.ambient(),
                Map.of(),
                UserAgent.VALUE,
                Duration.ofSeconds(20),
                Duration.ofMinutes(2),
                null,
                null,
                null);
    }

    /**
     * As these, with another source of tokens.
     *
     * @param source the source
     * @return the options
     */
    public ServiceOptions withTokens(TokenSource source) {
        return new ServiceOptions(
                uri,
                source,
                headers,
                userAgent,
                connectTimeout,
                callTimeout,
                trustedCertificates,
                certificateChain,
                privateKey);
    }

    /**
     * As these, with one more header.
     *
     * @param name its name
     * @param value its value
     * @return the options
     * @throws AmpException with code {@code AMP-BAD-OPTION} if it cannot be a header
     */
    public ServiceOptions withHeader(String name, String value) {
        CallHeaders.check(name, value);
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new ServiceOptions(
                uri,
                tokens,
                more,
                userAgent,
                connectTimeout,
                callTimeout,
                trustedCertificates,
                certificateChain,
                privateKey);
    }

    /**
     * As these, with other time limits.
     *
     * @param connect how long a connection may take, more than zero
     * @param call how long a call may take, more than zero
     * @return the options
     * @throws AmpException with code {@code AMP-BAD-OPTION} if one is not more than zero
     */
    public ServiceOptions withTimeouts(Duration connect, Duration call) {
        if (connect.isNegative() || connect.isZero() || call.isNegative() || call.isZero()) {
            throw new AmpException(ClientError.BAD_OPTION, "a time-out has to be more than zero");
        }
        return new ServiceOptions(
                uri, tokens, headers, userAgent, connect, call, trustedCertificates, certificateChain, privateKey);
    }

    /**
     * As these, trusting other certificates than the platform does.
     *
     * @param pem a file of certificates in PEM form
     * @return the options
     */
    public ServiceOptions withTrustedCertificates(Path pem) {
        return new ServiceOptions(
                uri, tokens, headers, userAgent, connectTimeout, callTimeout, pem, certificateChain, privateKey);
    }

    /**
     * As these, showing a certificate to the service (mutual TLS).
     *
     * @param chain the certificate and its issuers in PEM form
     * @param key the private key in PEM form (PKCS#8), without a password
     * @return the options
     */
    public ServiceOptions withClientCertificate(Path chain, Path key) {
        return new ServiceOptions(
                uri, tokens, headers, userAgent, connectTimeout, callTimeout, trustedCertificates, chain, key);
    }

    /**
     * The JDK's TLS with the certificates of these options, for calls of one's own to the same service.
     *
     * @return the context, or empty where the platform's will do
     * @throws AmpException with code {@code AMP-BAD-OPTION} if the files cannot be read
     */
    public Optional<SSLContext> tlsContext() {
        return new PemTls(trustedCertificates, certificateChain, privateKey).context();
    }

    /** The address, and nothing that could be secret. */
    @Override
    public String toString() {
        return "ServiceOptions[" + uri + "]";
    }
}
