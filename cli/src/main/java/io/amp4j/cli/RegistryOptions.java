package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.client.ServiceOptions;
import io.amp4j.client.TokenSource;
import io.amp4j.client.registry.RegistryClient;
import io.amp4j.devnet.Devnet;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which registry to talk to, and how; mixed in by each command that needs one. */
final class RegistryOptions {
    @Option(
            names = "--registry-url",
            paramLabel = "URL",
            description = "The registry; else $" + RegistryClient.VARIABLE + ", else the hosted one.")
    private @Nullable String url;

    @Option(names = "--devnet", description = "Start a devnet for this command, and use its registry.")
    private boolean devnet;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The bearer token; better in $AMP_AUTH_TOKEN, as others see a process's arguments.")
    private @Nullable String token;

    @Option(
            names = "--ca-file",
            paramLabel = "PEM",
            description = "The certificates to trust, in place of the platform's.")
    private @Nullable Path caFile;

    /** Gives the registry to some work, with a devnet behind it if the command asked for one. */
    <T> T with(Console console, Function<RegistryClient, T> work) {
        if (!devnet) {
            return work.apply(client(address(console), console));
        }
        if (url != null) {
            throw new AmpException(CliError.USAGE, "--devnet and --registry-url exclude each other.");
        }
        try (Devnet server = Server.startDevnet()) {
            return work.apply(client(server.registryUrl(), console));
        }
    }

    private RegistryClient client(String address, Console console) {
        TokenSource tokens = token != null ? TokenSource.of(token) : Logins.tokens(console.environment());
        ServiceOptions options = ServiceOptions.at(address).withTokens(tokens);
        return new RegistryClient(caFile == null ? options : options.withTrustedCertificates(caFile));
    }

    private String address(Console console) {
        if (url != null) {
            return url;
        }
        String named = console.environment().getOrDefault(RegistryClient.VARIABLE, "");
        return named.isBlank() ? RegistryClient.hostedUrl() : named;
    }
}
