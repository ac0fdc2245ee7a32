package io.amp4j.cli;

import picocli.CommandLine.Option;

/** What every command understands; mixed in by each. */
final class CommonOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(names = "--json", description = "Answer scripts: results and errors as JSON.")
    private boolean json;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "Colours: ${COMPLETION-CANDIDATES}; auto is on a terminal without NO_COLOR.")
    private ColorChoice color = ColorChoice.auto;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show log messages, and the stack trace of an error.")
    private boolean verbose;

    boolean json() {
        return json;
    }

    ColorChoice color() {
        return color;
    }

    /** Log messages are wanted; has to be called before the first logger is made. */
    void configureLogging() {
        Logging.configure(verbose);
    }
}
