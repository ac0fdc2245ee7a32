package io.amp4j.client.internal.wire;

import io.amp4j.client.TokenSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a connection needs to know. Says nothing of itself, as headers may hold secrets.
 *
 * @param server where to connect to
 * @param tokens where each call's token comes from
 * @param trustedCertificates a PEM file, or null for the platform's
 * @param certificateChain a PEM file, or null for none
 * @param privateKey a PEM file, or null for none
 * @param headers sent with each call
 * @param connectTimeout how long to wait for a connection
 * @param callTimeout how long planning may take
 * @param queryTimeout how long a bounded query may run, or null
 * @param maxMessageBytes the largest message
 * @param readAheadBytes how much may wait for the reader
 * @param pingAfter the silence that leads to a ping
 * @param pingTimeout how long the answer may take
 * @param userAgent the client's name
 */
public record ConnectionOptions(
        ServerAddress server,
        TokenSource tokens,
        @Nullable Path trustedCertificates,
        @Nullable Path certificateChain,
        @Nullable Path privateKey,
        Map<String, String> headers,
        Duration connectTimeout,
        Duration callTimeout,
        @Nullable Duration queryTimeout,
        int maxMessageBytes,
        long readAheadBytes,
        Duration pingAfter,
        Duration pingTimeout,
        String userAgent) {
    @Override
    public String toString() {
        return "ConnectionOptions[" + server + "]";
    }
}
