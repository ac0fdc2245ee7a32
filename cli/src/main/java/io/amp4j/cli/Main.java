package io.amp4j.cli;

/** Where the {@code amp} command starts. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the words behind {@code amp}
     */
    public static void main(String[] args) {
        System.exit(new Amp(Console.ofProcess()).run(args));
    }
}
