package io.amp4j.cli;

import io.amp4j.cli.output.TextTable;
import io.amp4j.client.AmpException;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.admin.PruneOptions;
import io.amp4j.client.admin.PruneResult;
import io.amp4j.client.admin.Revision;
import io.amp4j.client.admin.RevisionFilter;
import io.amp4j.client.dataset.DatasetRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code amp revisions}. */
@Command(
        footer = {
            "  amp revisions list --active",
            "  amp revisions prune 3 --before-block 15000000",
            "  amp revisions activate 3 _/eth_rpc@1.0.0 logs",
            "  amp revisions file 42 --json"
        })
final class RevisionsGroup extends CommandGroup {
    @SuppressWarnings("unused") // commands are made alike
    RevisionsGroup(Console console) {}

    @Override
    List<Subcommand> parts() {
        return List.of(
                new Subcommand("list", "List the copies of tables.", ListRevisions::new),
                new Subcommand("show", "Show a revision.", Show::new),
                new Subcommand("create", "Make a place in the storage known as a revision.", Create::new),
                new Subcommand("activate", "Let a revision answer queries.", Activate::new),
                new Subcommand("deactivate", "Let no revision of a table answer queries.", Deactivate::new),
                new Subcommand("prune", "Remove the files that the canonical chain does not need.", Prune::new),
                new Subcommand("restore", "Take up again the files that the storage holds.", Restore::new),
                new Subcommand("delete", "Forget a revision; its files stay.", Delete::new),
                new Subcommand("truncate", "Delete a revision with its files.", Truncate::new),
                new Subcommand("file", "Show a file of a revision.", File::new));
    }

    static final class ListRevisions extends AdminCommand {
        @Option(names = "--active", description = "Only those that answer queries.")
        private boolean active;

        @Option(names = "--inactive", description = "Only those that do not.")
        private boolean inactive;

        @Option(
                names = {"-n", "--limit"},
                paramLabel = "N",
                description = "How many at most; the server's default without.")
        private @Nullable Integer limit;

        ListRevisions(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            List<Revision> revisions = admin.revisions().list(filter());
            TextTable table = new TextTable("revision", "active", "dataset", "table", "writer", "path");
            revisions.forEach(each -> table.row(
                    each.id(),
                    each.active() ? "yes" : "no",
                    each.dataset().orElse("-"),
                    each.table().orElse("-"),
                    each.writer().isPresent() ? "job " + each.writer().getAsLong() : "-",
                    each.path()));
            answer.list(revisions, table, "there are no such revisions");
            return ExitCode.OK;
        }

        private RevisionFilter filter() {
            if (active && inactive) {
                throw new AmpException(CliError.USAGE, "--active and --inactive exclude each other.");
            }
            RevisionFilter filter = active
                    ? RevisionFilter.onlyActive()
                    : inactive ? RevisionFilter.onlyInactive() : RevisionFilter.all();
            return limit == null ? filter : filter.limit(limit);
        }
    }

    /** What the commands for one revision share. */
    abstract static class OfId extends AdminCommand {
        @Parameters(index = "0", paramLabel = "ID", description = "The revision's id.")
        private long id;

        OfId(Console console) {
            super(console);
        }

        long id() {
            return id;
        }
    }

    /** A table of a dataset, as parameters. */
    static final class Table {
        @Parameters(index = "0", paramLabel = "DATASET", description = "NAMESPACE/NAME@REVISION.")
        private String dataset = "";

        @Parameters(index = "1", paramLabel = "TABLE", description = "The table's name.")
        private String table = "";

        DatasetRef ref() {
            return DatasetRef.parse(dataset);
        }
    }

    static final class Show extends OfId {
        Show(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            answer.properties(admin.revisions().get(id()));
            return ExitCode.OK;
        }
    }

    static final class Create extends AdminCommand {
        @Mixin
        private final Table of = new Table();

        @Parameters(index = "2", paramLabel = "PATH", description = "Where it is, within the storage.")
        private String path = "";

        Create(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            answer.word("id", String.valueOf(admin.revisions().create(of.ref(), of.table, path)));
            return ExitCode.OK;
        }
    }

    static final class Activate extends OfId {
        @Parameters(index = "1", paramLabel = "DATASET", description = "NAMESPACE/NAME@REVISION.")
        private String dataset = "";

        @Parameters(index = "2", paramLabel = "TABLE", description = "The table's name.")
        private String table = "";

        Activate(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            admin.revisions().activate(id(), DatasetRef.parse(dataset), table);
            answer.done("revision " + id() + " answers queries to " + table, Map.of("activated", id()));
            return ExitCode.OK;
        }
    }

    static final class Deactivate extends AdminCommand {
        @Mixin
        private final Table of = new Table();

        Deactivate(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            admin.revisions().deactivate(of.ref(), of.table);
            answer.done("no revision answers queries to " + of.table, Map.of("deactivated", of.table));
            return ExitCode.OK;
        }
    }

    static final class Prune extends OfId {
        @Option(names = "--before-block", paramLabel = "N", description = "Only what ends before this block.")
        private @Nullable Long beforeBlock;

        @Option(
                names = "--delay",
                paramLabel = "TIME",
                converter = TimeSpan.class,
                description = "How long the files stay readable, such as 10m; the server's default without.")
        private @Nullable Duration delay;

        Prune(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            PruneOptions options = PruneOptions.everything();
            options = beforeBlock == null ? options : options.beforeBlock(beforeBlock);
            options = delay == null ? options : options.delay(delay);
            PruneResult result = admin.revisions().prune(id(), options);
            answer.done(
                    result.files() + " files will be removed in "
                            + result.delay().toSeconds() + " s",
                    result);
            return ExitCode.OK;
        }
    }

    static final class Restore extends OfId {
        Restore(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            long files = admin.revisions().restore(id());
            answer.done("restored revision " + id() + ": " + files + " files", Map.of("id", id(), "files", files));
            return ExitCode.OK;
        }
    }

    static final class Delete extends OfId {
        @Mixin
        private final Confirmation confirmation = new Confirmation();

        Delete(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            return confirmation.act(
                    "forget revision " + id(),
                    Map.of("id", id()),
                    answer,
                    () -> admin.revisions().delete(id()));
        }
    }

    static final class Truncate extends OfId {
        @Option(names = "--concurrency", paramLabel = "N", description = "How many files are deleted at the same time.")
        private @Nullable Integer concurrency;

        @Mixin
        private final Confirmation confirmation = new Confirmation();

        Truncate(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            return confirmation.act(
                    "delete revision " + id() + " with its files", Map.of("id", id()), answer, () -> truncate(admin));
        }

        private void truncate(AdminClient admin) {
            if (concurrency == null) {
                admin.revisions().truncate(id());
            } else {
                admin.revisions().truncate(id(), concurrency);
            }
        }
    }

    static final class File extends AdminCommand {
        @Parameters(paramLabel = "ID", description = "The file's id.")
        private long id;

        File(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            answer.properties(admin.files().get(id));
            return ExitCode.OK;
        }
    }
}
