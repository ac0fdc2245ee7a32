package io.amp4j.cli;

import io.amp4j.client.registry.RegistryClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What the commands of the registry share. */
abstract class RegistryCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final RegistryOptions registry = new RegistryOptions();

    RegistryCommand(Console console) {
        this.console = console;
    }

    /** What the command does. */
    abstract void run(RegistryClient client, Answer answer);

    Console console() {
        return console;
    }

    @Override
    public Integer call() {
        common.configureLogging();
        return registry.with(console, client -> {
            run(client, new Answer(console, common));
            return ExitCode.OK.code();
        });
    }
}
