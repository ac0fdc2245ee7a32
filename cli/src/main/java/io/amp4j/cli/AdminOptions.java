package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.devnet.Devnet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server's Admin API to talk to, and how; mixed in by each command that needs one. */
final class AdminOptions {
    private static final String VARIABLE = "AMP_ADMIN_URL";

    @Option(
            names = "--admin-url",
            paramLabel = "URL",
            description = "The Admin API: http:// or https://; else $" + VARIABLE + ", else port 1610 of the server.")
    private @Nullable String adminUrl;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    /** Gives the Admin API to some work, with a devnet behind it if the command asked for one. */
    <T> T with(Console console, Function<AdminClient, T> work) {
        if (!server.isDevnet()) {
            return work.apply(new AdminClient(server.service(address(console), console)));
        }
        checkDevnet();
        try (Devnet devnet = Server.startDevnet()) {
            return work.apply(new AdminClient(server.service(devnet.adminUrl(), console)));
        }
    }

    /** Connects, for queries and for the Admin API; the caller closes what it gets. */
    Server open(Console console) {
        if (server.isDevnet()) {
            checkDevnet();
            return server.open(console);
        }
        return server.open(console, address(console));
    }

    ServerOptions server() {
        return server;
    }

    /** Whether somebody said where the Admin API is. */
    boolean isNamed(Console console) {
        return adminUrl != null
                || server.isDevnet()
                || !console.environment().getOrDefault(VARIABLE, "").isBlank();
    }

    private void checkDevnet() {
        if (adminUrl != null) {
            throw new AmpException(CliError.USAGE, "--devnet and --admin-url exclude each other.");
        }
    }

    private String address(Console console) {
        if (adminUrl != null) {
            return adminUrl;
        }
        String named = console.environment().getOrDefault(VARIABLE, "");
        return named.isBlank() || server.isNamed() ? AdminClient.urlBeside(server.url(console)) : named;
    }
}
