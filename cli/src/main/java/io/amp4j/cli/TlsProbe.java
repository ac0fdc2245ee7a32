package io.amp4j.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Shakes hands with a server over TLS, and says what is the matter with its certificate. Nothing else is sent. */
final class TlsProbe {
    private static final Duration SOON = Duration.ofDays(14);
    private static final String NAMES_HOST = "HTTPS";
    private static final String ANY_HOST = "";
    private static final int NAMES_SHOWN = 4;
    private static final List<String> PROTOCOLS = List.of("h2", "http/1.1");

    private final String host;
    private final int port;
    private final SSLContext context;
    private final Duration timeout;

    TlsProbe(String host, int port, SSLContext context, Duration timeout) {
        this.host = host;
        this.port = port;
        this.context = context;
        this.timeout = timeout;
    }

    Finding probe() throws IOException, GeneralSecurityException {
        try (SSLSocket socket = connect(context, NAMES_HOST)) {
            X509Certificate certificate = certificate(socket);
            String found = socket.getSession().getProtocol() + ", " + describe(certificate);
            Instant end = certificate.getNotAfter().toInstant();
            if (end.isAfter(Instant.now().plus(SOON))) {
                return Finding.ok(found);
            }
            // Whoever names a certificate itself with --ca-file trusts it beyond its end.
            String late = end.isBefore(Instant.now()) ? "expired, yet trusted: " : "expires soon: ";
            return Finding.warning(late + found, "have the server's certificate renewed");
        } catch (SSLException refused) {
            return explain(refused);
        }
    }

    /** Why it was refused: the certificate is looked at again, and then with one rule less. */
    private Finding explain(SSLException refused) throws IOException, GeneralSecurityException {
        X509Certificate certificate;
        try (SSLSocket socket = connect(anyCertificate(), ANY_HOST)) {
            certificate = certificate(socket);
        } catch (SSLException e) {
            return Finding.failed(
                    ExitCode.SERVER,
                    "no TLS is spoken on port " + port + " (" + refused.getMessage() + ")",
                    "write grpc:// if the server does not encrypt; if it asks for a certificate, give --cert-file and --key-file");
        }
        String shown = describe(certificate);
        Instant now = Instant.now();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return Finding.failed(ExitCode.SERVER, "the certificate has expired: " + shown, "have it renewed");
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return Finding.failed(
                    ExitCode.SERVER,
                    "the certificate is not valid before "
                            + certificate.getNotBefore().toInstant() + ": " + shown,
                    "look at this machine's clock");
        }
        return isTrusted()
                ? Finding.failed(
                        ExitCode.USER,
                        "the certificate is not " + host + "'s: " + shown,
                        "write one of its names in the address, or have a certificate made for " + host)
                : Finding.failed(
                        ExitCode.USER,
                        "the certificate's authority is not trusted: " + shown,
                        "name the authority's certificate with --ca-file PEM, if you know it");
    }

    private boolean isTrusted() throws IOException {
        try {
            connect(context, ANY_HOST).close();
            return true;
        } catch (SSLException untrusted) {
            return false;
        }
    }

    private SSLSocket connect(SSLContext with, String rule) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
            plain.setSoTimeout((int) timeout.toMillis());
            SSLSocket socket = (SSLSocket) with.getSocketFactory().createSocket(plain, host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(rule);
            parameters.setApplicationProtocols(PROTOCOLS.toArray(String[]::new));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static X509Certificate certificate(SSLSocket socket) throws SSLException {
        Certificate[] chain = socket.getSession().getPeerCertificates();
        return (X509Certificate) chain[0];
    }

    private static String describe(X509Certificate certificate) {
        Duration left =
                Duration.between(Instant.now(), certificate.getNotAfter().toInstant());
        List<String> names = names(certificate);
        int more = names.size() - NAMES_SHOWN;
        return "for " + String.join(", ", names.subList(0, Math.min(names.size(), NAMES_SHOWN)))
                + (more > 0 ? " and " + more + " more" : "") + ", by "
                + certificate.getIssuerX500Principal().getName() + ", until "
                + certificate.getNotAfter().toInstant() + " (" + left.toDays() + " days)";
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            List<String> names = new ArrayList<>();
            Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .forEach(name -> names.add(String.valueOf(name.get(1))));
            return names.isEmpty()
                    ? List.of(certificate.getSubjectX500Principal().getName())
                    : names;
        } catch (CertificateParsingException e) {
            return List.of("unreadable names");
        }
    }

    private static SSLContext anyCertificate() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new LooksOnly()}, new SecureRandom());
        return context;
    }

    /** Lets a certificate be looked at that is refused: the connection ends with the handshake. */
    private static final class LooksOnly extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
            // It is described, and not relied upon.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
