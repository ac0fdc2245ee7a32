package io.amp4j.storage.testkit;

import java.net.URI;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * A server that speaks S3's protocol on a free port of 127.0.0.1, with one bucket in memory. It checks signatures, and honours
 * {@code If-Match} and {@code If-None-Match}. Thread-safe; the test closes it.
 *
 * <pre>{@code
 * try (S3Server s3 = S3Server.start()) {
 *     Loads.from(query).to("delta:" + s3.location("blocks")).settings(s3.settings())…
 * }
 * }</pre>
 */
public final class S3Server implements AutoCloseable {
    private static final String BUCKET = "bucket";
    private static final String ACCESS_KEY = "test-key";
    private static final String SECRET_KEY = "test-secret";

    private final S3Proxy proxy;
    private final TransientNio2BlobStore store;

    private S3Server(S3Proxy proxy, TransientNio2BlobStore store) {
        this.proxy = proxy;
        this.store = store;
    }

    /**
     * Starts a server; it listens once this returns.
     *
     * @return the server, with an empty bucket
     */
    public static S3Server start() {
        TransientNio2BlobStore store = new TransientNio2BlobStore();
        store.createContainer(BUCKET);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(new AtomicStore(store))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .build();
        try {
            proxy.start();
        } catch (Exception e) {
            store.close();
            throw new IllegalStateException("the S3 server does not start", e);
        }
        return new S3Server(proxy, store);
    }

    /**
     * Where the server listens.
     *
     * @return a URL
     */
    public String endpoint() {
        return "http://127.0.0.1:" + proxy.getPort();
    }

    /**
     * A place in the bucket.
     *
     * @param prefix a name below the bucket
     * @return {@code s3://bucket/prefix}
     */
    public String location(String prefix) {
        return "s3://" + BUCKET + "/" + prefix;
    }

    /**
     * What a loader's configuration needs to reach the server.
     *
     * @return values by the names of {@code StorageKeys}
     */
    public Map<String, String> settings() {
        return Map.of(
                "s3.endpoint",
                endpoint(),
                "s3.region",
                "us-east-1",
                "s3.access-key",
                ACCESS_KEY,
                "s3.secret-key",
                SECRET_KEY);
    }

    /** Stops the server and forgets what it held. */
    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server does not stop", e);
        } finally {
            store.close();
        }
    }
}
