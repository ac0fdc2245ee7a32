package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.loader.connection.Connections;
import io.amp4j.loader.connection.DestinationAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code amp doctor}: checks what a load needs, from this machine to the last row, and says what to do. */
@Command(
        footerHeading = "%nExamples:%n",
        footer = {
            "  amp doctor",
            "  amp doctor --devnet",
            "  amp doctor --url grpc+tls://amp.example:1602 --json",
            "  amp doctor --to postgresql://me@localhost/chain",
            "  amp doctor --to warehouse --set schema=staging       # a connection's name, see amp connections",
            "",
            "--to loads a small chain of its own into a new table of the destination, through a",
            "reorg, and drops the table in the end.",
            "",
            "It ends with 0 unless a check failed; warnings do not fail. Else with the exit code of the",
            "first failure: 2 your input, 3 server, 4 destination."
        })
final class DoctorCommand extends AnsweringCommand {
    @Mixin
    private final AdminOptions server = new AdminOptions();

    @Option(
            names = "--to",
            paramLabel = "URI|NAME",
            description = "Prove this destination by loading into it: a URI, a connection's name, or env:VARIABLE.")
    private @Nullable String destination;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the destination, as in the URI's query; may be repeated.")
    private Map<String, String> settings = new HashMap<>();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = TimeSpan.class,
            description = "How long a check may take; ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(60);

    DoctorCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode answer(Answer answer) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new AmpException(CliError.USAGE, "--timeout has to be more than zero.");
        }
        CheckLines lines = new CheckLines(answer);
        Checkup checkup = new Checkup(timeout, lines::tell);
        new LocalChecks(console().environment(), server.server().hasToken()).run(checkup);
        checkServer(checkup);
        checkDestination(checkup);
        lines.end(checkup);
        return checkup.exit();
    }

    private void checkServer(Checkup checkup) {
        if (!server.server().isChosen(console())) {
            checkup.check(
                    "server",
                    () -> Finding.skipped("none is named by --url, --devnet or $AMP_URL; without, "
                            + server.server().url(console()) + " is used"));
            return;
        }
        Server opened;
        try {
            opened = server.open(console());
        } catch (AmpException e) {
            checkup.check("server", () -> Finding.failed(e, ""));
            return;
        }
        try {
            new ServerChecks(opened.client(), server.isNamed(console()), timeout).run(checkup);
        } finally {
            close(opened);
        }
    }

    private void checkDestination(Checkup checkup) {
        if (destination == null) {
            return;
        }
        DestinationAddress address;
        try {
            address =
                    Connections.of(console().environment()).resolve(destination).with(settings);
        } catch (AmpException e) {
            checkup.check("destination", () -> Finding.failed(e, ""));
            return;
        }
        DestinationChecks checks = new DestinationChecks(address);
        try (Interruption interruption = Interruption.watch()) {
            interruption.cancels(checks::cancel);
            checks.run(checkup);
            checkup.tidy(checks::close);
        }
    }

    /** A check that did not end in time still holds the client; it goes with the process. */
    private static void close(Server opened) {
        try {
            opened.close();
        } catch (AmpException e) {
            if (e.code() != ClientError.NOT_CLOSED) {
                throw e;
            }
        }
    }
}
