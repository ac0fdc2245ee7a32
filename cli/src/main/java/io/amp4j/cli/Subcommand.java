package io.amp4j.cli;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * One subcommand. Its class is loaded only if its name stands among the arguments, so that commands can be many, and depend on
 * much, while {@code amp} starts fast.
 *
 * @param word its name
 * @param summary what it does, in one line
 * @param command makes its picocli command object
 */
record Subcommand(String word, String summary, Function<Console, Callable<Integer>> command) {
    private static final String COMPLETION = "completion";

    /** Every subcommand: one line here adds one. */
    static final List<Subcommand> ALL = List.of(
            new Subcommand("demo", "Load a live chain with its reorgs, and prove it exact.", DemoCommand::new),
            new Subcommand("query", "Run SQL and print the result, once or live.", QueryCommand::new),
            new Subcommand("devnet", "Start an Amp server to develop against.", DevnetCommand::new),
            new Subcommand("load", "Load what a query answers into a storage system, once or live.", LoadCommand::new),
            new Subcommand("sync", "Load all tables of a dataset into a storage system.", SyncCommand::new),
            new Subcommand("status", "Show what a destination holds of each stream.", StatusCommand::new),
            new Subcommand("rewind", "Take a stream back to a block.", RewindCommand::new),
            new Subcommand("repair", "Make a stream load again from a block on.", RepairCommand::new),
            new Subcommand(
                    "doctor", "Check the setup, a server and a destination; say what to do.", DoctorCommand::new),
            new Subcommand(
                    "connections", "Give destinations a name; keep their secrets elsewhere.", ConnectionsGroup::new),
            new Subcommand("datasets", "Find, inspect, register and fill a server's datasets.", DatasetsGroup::new),
            new Subcommand("jobs", "Look at the jobs that fill datasets; wait for them, stop them.", JobsGroup::new),
            new Subcommand("manifests", "See and keep what datasets are made from.", ManifestsGroup::new),
            new Subcommand("providers", "See and set where raw datasets get their blocks from.", ProvidersGroup::new),
            new Subcommand(
                    "revisions", "See and change the copies of tables in a server's storage.", RevisionsGroup::new),
            new Subcommand("workers", "See who does a server's work.", WorkersGroup::new),
            new Subcommand(
                    "registry", "Find datasets that others published, and publish one's own.", RegistryGroup::new),
            new Subcommand("auth", "Log in, log out, see who is logged in.", AuthGroup::new),
            new Subcommand(COMPLETION, "Print a completion script for bash, zsh or fish.", CompletionCommand::new));

    /** Whether these arguments could call this command, or need all commands. */
    boolean isNamedIn(String... args) {
        List<String> words = Arrays.asList(args);
        return words.contains(word) || words.contains(COMPLETION);
    }
}
