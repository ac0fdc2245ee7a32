package io.amp4j.cli;

import io.amp4j.cli.output.TextTable;
import io.amp4j.client.AmpException;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.admin.JobCleanup;
import io.amp4j.client.admin.JobEvent;
import io.amp4j.client.admin.JobFilter;
import io.amp4j.client.admin.JobInfo;
import io.amp4j.client.admin.JobProgress;
import io.amp4j.client.dataset.Json;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code amp jobs}. */
@Command(
        footer = {
            "  amp jobs list --status all --limit 20",
            "  amp jobs progress 7",
            "  amp jobs wait 7 --timeout 30m",
            "  amp jobs stop 7",
            "  amp jobs delete --ended completed"
        })
final class JobsGroup extends CommandGroup {
    @SuppressWarnings("unused") // commands are made alike
    JobsGroup(Console console) {}

    @Override
    List<Subcommand> parts() {
        return List.of(
                new Subcommand("list", "List jobs, the newest first.", ListJobs::new),
                new Subcommand("show", "Show a job.", Show::new),
                new Subcommand("progress", "Show how far a job is with each table.", Progress::new),
                new Subcommand("events", "Show what has happened to a job.", Events::new),
                new Subcommand("wait", "Wait until a job has ended, or has a block.", Wait::new),
                new Subcommand("stop", "Ask the server to stop a job.", Stop::new),
                new Subcommand("delete", "Delete jobs that have ended.", Delete::new));
    }

    static void print(List<JobInfo> jobs, Answer answer) {
        TextTable table = new TextTable("job", "status", "dataset", "updated", "worker");
        jobs.forEach(job -> table.row(job.id(), job.status(), dataset(job), job.updatedAt(), job.worker()));
        answer.list(jobs, table, "there are no such jobs");
    }

    /** The server decides what a descriptor has; this is what is usual. */
    private static String dataset(JobInfo job) {
        Json descriptor = job.descriptor();
        String namespace = descriptor
                .at("dataset_namespace")
                .flatMap(Json::asText)
                .map(text -> text + "/")
                .orElse("");
        return descriptor
                .at("dataset_name")
                .flatMap(Json::asText)
                .map(namespace::concat)
                .orElse("-");
    }

    /** A job, as a parameter. */
    static final class Id {
        @Parameters(paramLabel = "ID", description = "The job's id.")
        private long id;

        long get() {
            return id;
        }
    }

    static final class ListJobs extends AdminCommand {
        @Option(
                names = "--status",
                paramLabel = "STATUS",
                defaultValue = "active",
                description = "active, all, or some of the server's words, as in scheduled,running; ${DEFAULT-VALUE}.")
        private String status = "active";

        @Option(
                names = {"-n", "--limit"},
                paramLabel = "N",
                defaultValue = "100",
                description = "How many at most; ${DEFAULT-VALUE}.")
        private int limit;

        ListJobs(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            if (limit < 1) {
                throw new AmpException(CliError.USAGE, "--limit has to be at least 1.");
            }
            JobFilter filter = JobFilter.withStatus(status).pageSize(Math.min(limit, 1000));
            print(admin.jobs().list(filter).limit(limit).toList(), answer);
            return ExitCode.OK;
        }
    }

    static final class Show extends AdminCommand {
        @Mixin
        private final Id job = new Id();

        Show(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            answer.properties(admin.jobs().get(job.get()));
            return ExitCode.OK;
        }
    }

    static final class Progress extends AdminCommand {
        @Mixin
        private final Id job = new Id();

        Progress(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            JobProgress progress = admin.jobs().progress(job.get());
            if (answer.isJson()) {
                answer.document(RecordJson.of(progress));
                return ExitCode.OK;
            }
            answer.heading("job " + progress.jobId() + ": " + progress.status());
            progress.detail().ifPresent(detail -> answer.text(detail.toString()));
            TextTable table = new TextTable("table", "from block", "to block", "files", "bytes");
            progress.tables()
                    .forEach((name, each) -> table.row(
                            name, block(each.startBlock()), block(each.currentBlock()), each.files(), each.bytes()));
            answer.table(table);
            return ExitCode.OK;
        }

        private static String block(OptionalLong block) {
            return block.isPresent() ? String.valueOf(block.getAsLong()) : "-";
        }
    }

    static final class Events extends AdminCommand {
        @Mixin
        private final Id job = new Id();

        @Option(names = "--event", paramLabel = "N", description = "Only this event, with its details.")
        private @Nullable Long event;

        Events(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            if (event != null) {
                answer.properties(admin.jobs().event(job.get(), event));
                return ExitCode.OK;
            }
            List<JobEvent> events = admin.jobs().events(job.get());
            TextTable table = new TextTable("event", "at", "type", "worker");
            events.forEach(each -> table.row(each.id(), each.at(), each.type(), each.worker()));
            answer.list(events, table, "nothing has happened to job " + job.get());
            return ExitCode.OK;
        }
    }

    static final class Wait extends AdminCommand {
        @Mixin
        private final Id job = new Id();

        @Mixin
        private final JobWatch watch = new JobWatch();

        Wait(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            return watch.follow(admin.jobs().job(job.get()), console(), answer);
        }
    }

    static final class Stop extends AdminCommand {
        @Mixin
        private final Id job = new Id();

        Stop(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            admin.jobs().stop(job.get());
            JobInfo now = admin.jobs().get(job.get());
            answer.done("job " + now.id() + " is " + now.status(), now);
            return ExitCode.OK;
        }
    }

    static final class Delete extends AdminCommand {
        @Parameters(arity = "0..1", paramLabel = "ID", description = "The job's id.")
        private @Nullable Long id;

        @Option(
                names = "--ended",
                paramLabel = "HOW",
                description = "All that ended so: terminal (in whichever way), completed, stopped or failed.")
        private @Nullable JobCleanup ended;

        Delete(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            if ((id == null) == (ended == null)) {
                throw new AmpException(CliError.USAGE, "Which jobs? Give an ID or --ended, and only one of them.");
            }
            if (id != null) {
                admin.jobs().delete(id);
                answer.done("job " + id + " is deleted", Map.of("deleted", id));
            } else {
                admin.jobs().deleteAll(ended);
                answer.done("the jobs that ended are deleted: " + ended, Map.of("deleted", String.valueOf(ended)));
            }
            return ExitCode.OK;
        }
    }
}
