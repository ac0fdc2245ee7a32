package io.amp4j.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a whole: from the arguments to the exit code. */
@Command(
        name = "amp",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "SQL over blockchain data: query an Amp server, or start one to try.",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  amp query --devnet \"SELECT block_num, hash FROM eth_rpc.blocks LIMIT 5\"",
            "  amp devnet",
            "  amp query --stream \"SELECT block_num, hash FROM eth_rpc.blocks\"",
            "",
            "Exit codes: 0 done, 1 fault of this program, 2 your input, 3 server,",
            "4 destination, 5 protocol, 6 memory or quota, 130 interrupted,",
            "141 the reader of the output left."
        })
final class Amp implements Runnable {
    private static final int USAGE_WIDTH = 100;
    private static final int NARROWEST_USAGE = 60;

    private final Console console;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    Amp(Console console) {
        this.console = console;
    }

    /** How this command was called, for suggestions that can be pasted: {@code ./amp} in a checkout. */
    static String invocation() {
        return System.getProperty("amp.command", "amp");
    }

    int run(String... args) {
        ErrorReport errors = new ErrorReport(console, args);
        PrintWriter out = new PrintWriter(new OutputStreamWriter(console.out(), StandardCharsets.UTF_8));
        try {
            int code =
                    commandLine(errors, args).setOut(out).setErr(console.err()).execute(args);
            out.flush();
            return code;
        } catch (RuntimeException | Error e) {
            return errors.failed(e);
        }
    }

    private CommandLine commandLine(ErrorReport errors, String... args) {
        CommandLine line = new CommandLine(this);
        add(Subcommand.ALL, line, args);
        line.addSubcommand(new CommandLine.HelpCommand());
        return line.setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpWidth(Math.max(NARROWEST_USAGE, Math.min(USAGE_WIDTH, console.width())))
                .setColorScheme(Help.defaultColorScheme(errors.helpColors()))
                .setParameterExceptionHandler((e, unused) -> errors.misused(e))
                .setExecutionExceptionHandler((e, unused, result) -> errors.failed(e));
    }

    private void add(List<Subcommand> subcommands, CommandLine parent, String... args) {
        for (Subcommand subcommand : subcommands) {
            CommandLine child = new CommandLine(CommandSpec.create());
            if (subcommand.isNamedIn(args)) {
                Callable<Integer> command = subcommand.command().apply(console);
                child = new CommandLine(command);
                if (command instanceof CommandGroup group) {
                    add(group.parts(), child, args);
                    child.addSubcommand(new CommandLine.HelpCommand());
                }
            }
            child.getCommandSpec().name(subcommand.word()).usageMessage().description(subcommand.summary());
            parent.addSubcommand(child);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
