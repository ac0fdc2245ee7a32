package io.amp4j.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what went wrong: one message on standard error, as text or as JSON, and the exit code. It reads the raw arguments, as
 * errors come before they are parsed, too.
 */
final class ErrorReport {
    private static final String RED = "\033[31m";
    private static final String PLAIN = "\033[0m";
    private static final Set<String> HOSTED = Set.of("auth", "registry");

    private final Console console;
    private final List<String> args;

    ErrorReport(Console console, String... args) {
        this.console = console;
        this.args = Arrays.asList(args);
    }

    /** The arguments make no command. */
    int misused(ParameterException e) {
        StringBuilder message = new StringBuilder(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                message.append(". Did you mean ")
                        .append(String.join(" or ", suggestions))
                        .append('?');
            }
        }
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        print(CliError.USAGE.id(), "USER", message + "\nSee '" + command + " --help'.");
        return ExitCode.USER.code();
    }

    /** A command failed. */
    int failed(Throwable e) {
        if (e instanceof ReaderGoneException) {
            return ExitCode.READER_GONE.code();
        }
        if (isVerbose()) {
            e.printStackTrace(console.err());
        }
        if (e instanceof AmpException known) {
            String code = known.code().id();
            print(code, known.kind().name(), known.detail() + hint(known));
            return ExitCode.of(known.kind()).code();
        }
        if (e instanceof OutOfMemoryError) {
            print(
                    "AMP-CLI-OUT-OF-MEMORY",
                    "RESOURCE",
                    "Not enough memory; try AMP_JAVA_OPTS=-Xmx4g. " + e.getMessage());
            return ExitCode.RESOURCE.code();
        }
        print(
                "AMP-CLI-INTERNAL",
                "INTERNAL",
                "This should not happen, please report it with the output of --verbose: " + e);
        return ExitCode.INTERNAL.code();
    }

    /** For what talks to a user's server; the registry and the auth platform are somebody else's. */
    private String hint(AmpException e) {
        boolean hosted = !args.isEmpty() && HOSTED.contains(args.get(0));
        return e.code() == ClientError.UNAVAILABLE && !hosted
                ? "\nName your server with --url, or try --devnet, which needs none."
                : "";
    }

    private void print(String code, String kind, String message) {
        if (args.contains("--json")) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.putObject("error").put("code", code).put("kind", kind).put("message", message);
            console.err().println(answer);
            return;
        }
        boolean red = console.errColors(color());
        console.err().println((red ? RED : "") + "error" + (red ? PLAIN : "") + " " + code + ": " + message);
    }

    Ansi helpColors() {
        return console.colors(color()) ? Ansi.ON : Ansi.OFF;
    }

    private boolean isVerbose() {
        return args.contains("--verbose") || args.contains("-v");
    }

    private ColorChoice color() {
        int at = args.indexOf("--color") + 1;
        String word = at > 0 && at < args.size()
                ? args.get(at)
                : args.stream()
                        .filter(arg -> arg.startsWith("--color="))
                        .map(arg -> arg.substring("--color=".length()))
                        .findFirst()
                        .orElse("");
        return Arrays.stream(ColorChoice.values())
                .filter(choice -> choice.name().equalsIgnoreCase(word))
                .findFirst()
                .orElse(ColorChoice.auto);
    }
}
