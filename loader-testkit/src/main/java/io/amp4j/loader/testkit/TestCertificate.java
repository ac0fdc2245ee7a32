package io.amp4j.loader.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and a certificate that signs itself, made by the JDK's keytool, for tests of connections that are encrypted.
 *
 * @param key the key's file, PKCS-8 in PEM form
 * @param certificate the certificate's file, in PEM form
 * @param store both in a PKCS-12 file
 */
public record TestCertificate(Path key, Path certificate, Path store) {
    /** The password of {@link #store}. */
    public static final String PASSWORD = "changeit";

    /**
     * Makes one that is valid for two days.
     *
     * @param directory where its files go
     * @param name the subject's name, and that of the files
     * @param subjectAlternativeName whose it is, such as {@code ip:127.0.0.1}
     * @return the certificate
     * @throws Exception if keytool fails
     */
    public static TestCertificate make(Path directory, String name, String subjectAlternativeName) throws Exception {
        return make(directory, name, subjectAlternativeName, "-0d");
    }

    /**
     * Makes one that was valid for two days, a month ago.
     *
     * @param directory where its files go
     * @param name the subject's name, and that of the files
     * @param subjectAlternativeName whose it was, such as {@code ip:127.0.0.1}
     * @return the certificate
     * @throws Exception if keytool fails
     */
    public static TestCertificate makeExpired(Path directory, String name, String subjectAlternativeName)
            throws Exception {
        return make(directory, name, subjectAlternativeName, "-30d");
    }

    private static TestCertificate make(Path directory, String name, String subjectAlternativeName, String start)
            throws Exception {
        Path store = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + subjectAlternativeName,
                        "-ext",
                        "bc:c=ca:true",
                        "-startdate",
                        start,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool made no certificate");
        }
        return read(store, directory, name);
    }

    private static TestCertificate read(Path store, Path directory, String name)
            throws IOException, GeneralSecurityException {
        KeyStore keys = load(store);
        byte[] key = keys.getKey(name, PASSWORD.toCharArray()).getEncoded();
        byte[] certificate = keys.getCertificate(name).getEncoded();
        return new TestCertificate(
                write(directory.resolve(name + ".key"), "PRIVATE KEY", key),
                write(directory.resolve(name + ".crt"), "CERTIFICATE", certificate),
                store);
    }

    private static Path write(Path file, String kind, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    /**
     * What a server needs that shows this certificate.
     *
     * @param trusted whom the server trusts, if it asks its clients for a certificate
     * @return a context of the JDK
     * @throws GeneralSecurityException if the JDK lacks what TLS needs
     * @throws IOException if a file is gone
     */
    public SSLContext serverContext(TestCertificate trusted) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(store), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load(trusted.store));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore load(Path store) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }
}
