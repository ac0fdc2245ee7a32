package io.amp4j.cli;

import io.amp4j.client.AmpClient;
import io.amp4j.client.AmpException;
import io.amp4j.client.ServiceOptions;
import io.amp4j.client.TokenSource;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server to talk to, and how; mixed in by each command that needs one. */
final class ServerOptions {
    private static final String DEFAULT_URL = "grpc://localhost:1602";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The server: grpc://, grpc+tls://, http:// or https://; else $AMP_URL, else " + DEFAULT_URL + ".")
    private @Nullable String url;

    @Option(names = "--devnet", description = "Start a devnet for this command, and use that.")
    private boolean devnet;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The bearer token; better in $AMP_AUTH_TOKEN, as others see a process's arguments.")
    private @Nullable String token;

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "A header for each call; may be repeated.")
    private Map<String, String> headers = Map.of();

    @Option(
            names = "--ca-file",
            paramLabel = "PEM",
            description = "The certificates to trust, in place of the platform's.")
    private @Nullable Path caFile;

    @Option(
            names = "--cert-file",
            paramLabel = "PEM",
            description = "The certificate to show to the server (mutual TLS).")
    private @Nullable Path certFile;

    @Option(names = "--key-file", paramLabel = "PEM", description = "Its private key.")
    private @Nullable Path keyFile;

    /** Connects; the caller closes what it gets. */
    Server open(Console console) {
        return open(console, null);
    }

    /** Connects, with the Admin API at an address of its own if it has one. */
    Server open(Console console, @Nullable String adminUrl) {
        checkCertificates();
        return isDevnet()
                ? Server.devnet(devnet -> connect(devnet.url(), devnet.adminUrl(), console))
                : Server.remote(connect(url(console), adminUrl, console));
    }

    private void checkDevnet() {
        if (devnet && url != null) {
            throw new AmpException(CliError.USAGE, "--devnet and --url exclude each other.");
        }
    }

    private void checkCertificates() {
        if ((certFile == null) != (keyFile == null)) {
            throw new AmpException(CliError.USAGE, "--cert-file and --key-file need each other.");
        }
    }

    boolean isDevnet() {
        checkDevnet();
        return devnet;
    }

    /** Whether the command itself says which server. */
    boolean isNamed() {
        return url != null;
    }

    /** Whether the command itself has the token. */
    boolean hasToken() {
        return token != null;
    }

    /** Whether the command or the environment says which server. */
    boolean isChosen(Console console) {
        return isNamed() || isDevnet() || environmentUrl(console) != null;
    }

    /** How the server's HTTP services are called. */
    ServiceOptions service(String address, Console console) {
        checkCertificates();
        ServiceOptions options = ServiceOptions.at(address).withTokens(tokens(console));
        if (caFile != null) {
            options = options.withTrustedCertificates(caFile);
        }
        if (certFile != null && keyFile != null) {
            options = options.withClientCertificate(certFile, keyFile);
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            options = options.withHeader(header.getKey(), header.getValue());
        }
        return options;
    }

    private TokenSource tokens(Console console) {
        return token != null ? TokenSource.of(token) : Logins.tokens(console.environment());
    }

    String url(Console console) {
        if (url != null) {
            return url;
        }
        String other = environmentUrl(console);
        return other != null ? other : DEFAULT_URL;
    }

    /** An empty variable is none, as everywhere. */
    private static @Nullable String environmentUrl(Console console) {
        String address = console.environment().get("AMP_URL");
        return address == null || address.isBlank() ? null : address;
    }

    private AmpClient connect(String address, @Nullable String adminUrl, Console console) {
        AmpClient.Builder builder = AmpClient.builder().uri(address).tokens(tokens(console));
        if (caFile != null) {
            builder.trustedCertificates(caFile);
        }
        if (certFile != null && keyFile != null) {
            builder.clientCertificate(certFile, keyFile);
        }
        if (adminUrl != null) {
            builder.adminUri(adminUrl);
        }
        headers.forEach(builder::header);
        return builder.build();
    }
}
