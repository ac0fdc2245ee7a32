package io.amp4j.client.internal.http;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a client, in PEM files, for the JDK's TLS.
 *
 * @param trusted whom to trust, or null for the platform's
 * @param chain what to show to the server, or null for nothing
 * @param key the key of {@code chain}
 */
public record PemTls(
        @Nullable Path trusted,
        @Nullable Path chain,
        @Nullable Path key) {
    /** The platform's. */
    public static final PemTls PLATFORM = new PemTls(null, null, null);

    private static final List<String> KEY_KINDS = List.of("RSA", "EC", "Ed25519");
    private static final char[] NO_PASSWORD = {};

    /**
     * The context to connect with.
     *
     * @return the context, or empty where the platform's will do
     * @throws AmpException with code {@code AMP-BAD-OPTION} if the files cannot be read
     */
    public Optional<SSLContext> context() {
        if (trusted == null && chain == null) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    chain == null ? null : keys(chain).getKeyManagers(),
                    trusted == null ? null : trust(trusted).getTrustManagers(),
                    null);
            return Optional.of(context);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new AmpException(
                    ClientError.BAD_OPTION,
                    "the certificates cannot be read; they must be PEM files, the key in PKCS#8",
                    e);
        }
    }

    private static TrustManagerFactory trust(Path pem) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        int count = 0;
        for (Certificate certificate : certificates(pem)) {
            store.setCertificateEntry("trusted-" + count, certificate);
            count++;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private KeyManagerFactory keys(Path pem) throws IOException, GeneralSecurityException {
        if (key == null) {
            throw new InvalidKeySpecException("a certificate needs its key");
        }
        KeyStore store = emptyStore();
        store.setKeyEntry(
                "client", privateKey(key), NO_PASSWORD, certificates(pem).toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory;
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path pem) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new CertificateException("there is no certificate in " + pem);
            }
            return found;
        }
    }

    private static PrivateKey privateKey(Path pem) throws IOException, GeneralSecurityException {
        String base64 = Files.readString(pem).replaceAll("-----[^-]+-----|\\s", "");
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
        InvalidKeySpecException unreadable = new InvalidKeySpecException("the key is none of " + KEY_KINDS);
        for (String kind : KEY_KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(spec);
            } catch (InvalidKeySpecException notThisKind) {
                unreadable.addSuppressed(notThisKind);
            }
        }
        throw unreadable;
    }
}
