package io.amp4j.redis;

import io.amp4j.loader.testkit.Relay;
import io.amp4j.loader.testkit.TestCertificate;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS before a Redis whose binary has none, as stunnel is put there. */
final class TlsFront implements AutoCloseable {
    private final Relay relay;

    /** In front of a port, with a key; clients must have one that {@code clients} trusts, if that is not null. */
    TlsFront(int port, TestCertificate own, @Nullable TestCertificate clients) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(own), TestCertificate.PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(load(clients == null ? own : clients));
        context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
        SSLServerSocket front = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        front.setNeedClientAuth(clients != null);
        relay = new Relay(front, port, () -> new Relay.Link() {});
    }

    private static KeyStore load(TestCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(certificate.store())) {
            store.load(in, TestCertificate.PASSWORD.toCharArray());
        }
        return store;
    }

    int port() {
        return relay.port();
    }

    @Override
    public void close() {
        relay.close();
    }
}
