package io.amp4j.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code amp completion}: a script for the shell to load. */
@Command(
        footerHeading = "%nTo load it at once:%n",
        footer = {
            "  bash: source <(amp completion bash)",
            "  zsh:  source <(amp completion zsh)",
            "  fish: amp completion fish | source"
        })
final class CompletionCommand implements Callable<Integer> {
    /** The shells that there is a script for. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Mixin
    @SuppressWarnings("UnusedVariable") // its options are there for every command
    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.bash;

    @SuppressWarnings("unused") // commands are made alike
    CompletionCommand(Console console) {}

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        switch (shell) {
            case bash -> out.println(AutoComplete.bash(root.getCommandName(), root));
            case zsh -> {
                out.println("autoload -U +X compinit && compinit -u; autoload -U +X bashcompinit && bashcompinit");
                out.println(AutoComplete.bash(root.getCommandName(), root));
            }
            case fish -> fish(root, "", out);
        }
        out.flush();
        return ExitCode.OK.code();
    }

    /** The commands that can follow where a condition holds, their options, and the commands behind them. */
    private static void fish(CommandLine parent, String condition, PrintWriter out) {
        for (Map.Entry<String, CommandLine> entry : parent.getSubcommands().entrySet()) {
            CommandSpec command = entry.getValue().getCommandSpec();
            out.println("complete -c amp -n " + (condition.isEmpty() ? "__fish_use_subcommand" : quoted(condition))
                    + " -f -a " + entry.getKey() + " -d "
                    + quoted(command.usageMessage().description()));
            String seen =
                    (condition.isEmpty() ? "" : condition + "; and ") + "__fish_seen_subcommand_from " + entry.getKey();
            for (OptionSpec option : command.options()) {
                out.println("complete -c amp -n " + quoted(seen) + words(option));
            }
            fish(entry.getValue(), seen, out);
        }
    }

    private static String words(OptionSpec option) {
        StringBuilder words = new StringBuilder();
        for (String name : option.names()) {
            words.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            words.append(" -r");
        }
        if (option.completionCandidates() != null) {
            words.append(" -f -a '")
                    .append(String.join(" ", option.completionCandidates()))
                    .append('\'');
        }
        return words.append(" -d ").append(quoted(option.description())).toString();
    }

    private static String quoted(String... lines) {
        return "'" + String.join(" ", lines).replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
