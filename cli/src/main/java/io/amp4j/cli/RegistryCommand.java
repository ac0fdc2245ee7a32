package io.amp4j.cli;

import io.amp4j.client.registry.RegistryClient;
import picocli.CommandLine.Mixin;

/** What the commands of the registry share. */
abstract class RegistryCommand extends AnsweringCommand {
    @Mixin
    private final RegistryOptions registry = new RegistryOptions();

    RegistryCommand(Console console) {
        super(console);
    }

    /** What the command does. */
    abstract void run(RegistryClient client, Answer answer);

    @Override
    final ExitCode answer(Answer answer) {
        return registry.with(console(), client -> {
            run(client, answer);
            return ExitCode.OK;
        });
    }
}
