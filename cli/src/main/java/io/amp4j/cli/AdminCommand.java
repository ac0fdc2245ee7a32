package io.amp4j.cli;

import io.amp4j.client.admin.AdminClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What the commands of the Admin API share. */
abstract class AdminCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final AdminOptions server = new AdminOptions();

    AdminCommand(Console console) {
        this.console = console;
    }

    /** What the command does. */
    abstract ExitCode run(AdminClient admin, Answer answer);

    Console console() {
        return console;
    }

    @Override
    public Integer call() {
        common.configureLogging();
        return server.with(console, admin -> run(admin, new Answer(console, common)))
                .code();
    }
}
