package io.amp4j.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.ResponseOutOfOrderStrategy;
import org.apache.hc.core5.util.Timeout;

/**
 * Sees that the server answers while the body is still being sent: how ClickHouse says that an insert fails half-way. Before each write it asks
 * whether bytes have arrived, which costs nothing. What TLS hides from that question, it waits for a millisecond; so it does that rarely.
 */
final class EarlyAnswer implements ResponseOutOfOrderStrategy {
    static final EarlyAnswer INSTANCE = new EarlyAnswer();

    private static final long BYTES_BETWEEN_WAITS = 4 << 20;

    private EarlyAnswer() {}

    @Override
    public boolean isEarlyResponseDetected(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            InputStream received,
            long bytesSent,
            long bytesNext)
            throws IOException {
        if (connection.getSSLSession() == null) {
            return received.available() > 0;
        }
        boolean due = bytesSent / BYTES_BETWEEN_WAITS != (bytesSent + bytesNext) / BYTES_BETWEEN_WAITS;
        return due && connection.isDataAvailable(Timeout.ONE_MILLISECOND);
    }
}
