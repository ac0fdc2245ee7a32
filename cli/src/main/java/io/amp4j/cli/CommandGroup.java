package io.amp4j.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only has others, such as {@code amp datasets}. */
@Command(synopsisSubcommandLabel = "COMMAND", commandListHeading = "%nCommands:%n", footerHeading = "%nExamples:%n")
abstract class CommandGroup implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    /** The commands behind this one's name. */
    abstract List<Subcommand> parts();

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Which command? There are "
                        + String.join(
                                ", ", parts().stream().map(Subcommand::word).toList()));
    }
}
