package io.amp4j.cli;

import io.amp4j.client.admin.AdminClient;
import picocli.CommandLine.Mixin;

/** What the commands of the Admin API share. */
abstract class AdminCommand extends AnsweringCommand {
    @Mixin
    private final AdminOptions server = new AdminOptions();

    AdminCommand(Console console) {
        super(console);
    }

    /** What the command does. */
    abstract ExitCode run(AdminClient admin, Answer answer);

    @Override
    final ExitCode answer(Answer answer) {
        return server.with(console(), admin -> run(admin, answer));
    }
}
