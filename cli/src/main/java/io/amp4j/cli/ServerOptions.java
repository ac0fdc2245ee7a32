package io.amp4j.cli;

import io.amp4j.client.AmpClient;
import io.amp4j.client.AmpException;
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
        if (devnet && url != null) {
            throw new AmpException(CliError.USAGE, "--devnet and --url exclude each other.");
        }
        if ((certFile == null) != (keyFile == null)) {
            throw new AmpException(CliError.USAGE, "--cert-file and --key-file need each other.");
        }
        return devnet ? Server.devnet(this::connect) : Server.remote(connect(chosenUrl(console)));
    }

    private String chosenUrl(Console console) {
        return url != null ? url : console.environment().getOrDefault("AMP_URL", DEFAULT_URL);
    }

    private AmpClient connect(String address) {
        AmpClient.Builder builder = AmpClient.builder().uri(address);
        if (token != null) {
            builder.token(token);
        }
        if (caFile != null) {
            builder.trustedCertificates(caFile);
        }
        if (certFile != null && keyFile != null) {
            builder.clientCertificate(certFile, keyFile);
        }
        headers.forEach(builder::header);
        return builder.build();
    }
}
