package io.amp4j.cli;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Every subcommand: one line here adds one. A command's class is loaded only if its name stands among the arguments, so that
 * commands can be many, and depend on much, while {@code amp} starts fast.
 */
enum Subcommand {
    QUERY("query", "Run SQL and print the result, once or live.", QueryCommand::new),
    COMPLETION("completion", "Print a completion script for bash, zsh or fish.", CompletionCommand::new);

    private final String word;
    private final String summary;
    private final Function<Console, Callable<Integer>> command;

    Subcommand(String word, String summary, Function<Console, Callable<Integer>> command) {
        this.word = word;
        this.summary = summary;
        this.command = command;
    }

    String word() {
        return word;
    }

    String summary() {
        return summary;
    }

    /** A new picocli command object. */
    Callable<Integer> create(Console console) {
        return command.apply(console);
    }

    /** Whether these arguments could call this command, or need all commands. */
    boolean isNamedIn(String... args) {
        List<String> words = Arrays.asList(args);
        return words.contains(word) || words.contains(COMPLETION.word);
    }
}
