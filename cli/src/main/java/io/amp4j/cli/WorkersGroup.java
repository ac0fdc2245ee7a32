package io.amp4j.cli;

import io.amp4j.cli.output.TextTable;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.admin.WorkerInfo;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code amp workers}. */
@Command(footer = {"  amp workers list", "  amp workers show worker-1 --json"})
final class WorkersGroup extends CommandGroup {
    @SuppressWarnings("unused") // commands are made alike
    WorkersGroup(Console console) {}

    @Override
    List<Subcommand> parts() {
        return List.of(
                new Subcommand("list", "List the workers, and when each gave a sign of life.", ListWorkers::new),
                new Subcommand("show", "Show a worker, and what it runs.", Show::new));
    }

    static final class ListWorkers extends AdminCommand {
        ListWorkers(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            List<WorkerInfo> workers = admin.workers().list();
            TextTable table = new TextTable("worker", "last sign of life");
            workers.forEach(each -> table.row(each.id(), each.heartbeatAt()));
            answer.list(workers, table, "there are no workers");
            return ExitCode.OK;
        }
    }

    static final class Show extends AdminCommand {
        @Parameters(paramLabel = "ID", description = "The worker's id.")
        private String id = "";

        Show(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            answer.properties(admin.workers().get(id));
            return ExitCode.OK;
        }
    }
}
