package io.amp4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that asks something and says what it found: once, in words or as JSON. */
abstract class AnsweringCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    AnsweringCommand(Console console) {
        this.console = console;
    }

    /** What the command does. */
    abstract ExitCode answer(Answer answer);

    final Console console() {
        return console;
    }

    @Override
    public final Integer call() {
        common.configureLogging();
        return answer(new Answer(console, common)).code();
    }
}
