package io.amp4j.cli;

import io.amp4j.cli.output.TextTable;
import io.amp4j.client.AmpException;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.admin.DatasetInfo;
import io.amp4j.client.admin.DatasetSummary;
import io.amp4j.client.admin.DatasetVersions;
import io.amp4j.client.dataset.DatasetName;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.dataset.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code amp datasets}. */
@Command(
        footer = {
            "  amp datasets list --devnet",
            "  amp datasets inspect _/eth_rpc@latest --column hash",
            "  amp datasets register _/copy@1.0.0 manifest.json",
            "  amp datasets deploy _/copy@1.0.0 --end-block latest --wait"
        })
final class DatasetsGroup extends CommandGroup {
    @SuppressWarnings("unused") // commands are made alike
    DatasetsGroup(Console console) {}

    @Override
    List<Subcommand> parts() {
        return List.of(
                new Subcommand("list", "List the datasets.", ListDatasets::new),
                new Subcommand("show", "Show a dataset at a revision.", Show::new),
                new Subcommand("versions", "List a dataset's versions.", Versions::new),
                new Subcommand("inspect", "Show a dataset's tables and columns.", Inspect::new),
                new Subcommand("manifest", "Print what a dataset is made from.", PrintManifest::new),
                new Subcommand("draft", "Make a manifest of SQL over other datasets.", DatasetDraftCommand::new),
                new Subcommand("register", "Register a manifest as a dataset.", Register::new),
                new Subcommand("deploy", "Fill a dataset: schedule the job that does it.", DatasetDeployCommand::new),
                new Subcommand("jobs", "List the jobs that fill a dataset, or did.", DatasetJobs::new),
                new Subcommand("restore", "Take up again what the storage holds of a dataset.", Restore::new),
                new Subcommand("delete", "Remove a dataset, or one version of it.", Delete::new));
    }

    /** A dataset at a revision, as a parameter. */
    static final class Ref {
        @Parameters(
                paramLabel = "DATASET",
                description = "NAMESPACE/NAME@REVISION: a version, a manifest's hash, latest or dev; latest without.")
        private String text = "";

        DatasetRef get() {
            return DatasetRef.parse(text);
        }
    }

    static final class ListDatasets extends AdminCommand {
        ListDatasets(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            List<DatasetSummary> datasets = admin.datasets().list();
            TextTable table = new TextTable("dataset", "latest", "versions");
            datasets.forEach(
                    each -> table.row(each.name(), each.latest().orElse("-"), String.join(" ", each.versions())));
            answer.list(datasets, table, "there are no datasets");
            return ExitCode.OK;
        }
    }

    static final class Show extends AdminCommand {
        @Mixin
        private final Ref ref = new Ref();

        Show(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            answer.properties(admin.datasets().get(ref.get()));
            return ExitCode.OK;
        }
    }

    static final class Versions extends AdminCommand {
        @Parameters(paramLabel = "NAMESPACE/NAME", description = "The dataset.")
        private String name = "";

        Versions(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            DatasetVersions versions = admin.datasets().versions(DatasetName.parse(name));
            TextTable table = new TextTable("version", "updated", "manifest");
            versions.versions().forEach(each -> table.row(each.version(), each.updatedAt(), each.manifestHash()));
            versions.dev().ifPresent(hash -> table.row(DatasetRef.DEV, "-", hash));
            if (answer.isJson()) {
                answer.document(RecordJson.of(versions));
            } else if (versions.dev().isEmpty() && versions.versions().isEmpty()) {
                answer.line("there is no such dataset, or nothing was registered");
            } else {
                answer.table(table);
            }
            return ExitCode.OK;
        }
    }

    @Command(
            footerHeading = "%nExamples:%n",
            footer = {
                "  amp datasets inspect _/eth_rpc@latest",
                "  amp datasets inspect _/eth_rpc --type \"binary(20)\" --json"
            })
    static final class Inspect extends AdminCommand {
        @Mixin
        private final Ref ref = new Ref();

        @Mixin
        private final Inspection inspection = new Inspection();

        Inspect(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            inspection.print(ref.get(), admin.datasets().describe(ref.get()), answer);
            return ExitCode.OK;
        }
    }

    static final class PrintManifest extends AdminCommand {
        @Mixin
        private final Ref ref = new Ref();

        PrintManifest(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            answer.document(RecordJson.of(admin.datasets().manifest(ref.get())));
            return ExitCode.OK;
        }
    }

    static final class Register extends AdminCommand {
        @Parameters(
                index = "0",
                paramLabel = "NAMESPACE/NAME[@VERSION]",
                description = "The dataset; without a version, only what 'dev' stands for is changed.")
        private String target = "";

        @Parameters(
                index = "1",
                paramLabel = "MANIFEST",
                description = "A file with the manifest, - for standard input, or the hash of one that the server has.")
        private String manifest = "";

        Register(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            DatasetInfo info = target.contains("@") ? version(admin) : dev(admin);
            answer.done("registered " + info.ref() + ", manifest " + info.manifestHash(), info);
            return ExitCode.OK;
        }

        private DatasetInfo version(AdminClient admin) {
            DatasetRef ref = DatasetRef.parse(target);
            return isHash()
                    ? admin.datasets().link(ref, manifest)
                    : admin.datasets().register(ref, read());
        }

        private DatasetInfo dev(AdminClient admin) {
            DatasetName name = DatasetName.parse(target);
            return isHash()
                    ? admin.datasets().link(name, manifest)
                    : admin.datasets().register(name, read());
        }

        private boolean isHash() {
            return manifest.matches("[0-9a-fA-F]{64}");
        }

        private Manifest read() {
            return ManifestFile.read(manifest, console());
        }
    }

    static final class DatasetJobs extends AdminCommand {
        @Mixin
        private final Ref ref = new Ref();

        DatasetJobs(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            JobsGroup.print(admin.datasets().jobs(ref.get()), answer);
            return ExitCode.OK;
        }
    }

    static final class Restore extends AdminCommand {
        @Mixin
        private final Ref ref = new Ref();

        @Option(
                names = {"-t", "--table"},
                paramLabel = "NAME",
                description = "Only this table.")
        private @Nullable String table;

        @Option(
                names = "--revision-id",
                paramLabel = "ID",
                description = "With --table: make this revision the one that answers queries.")
        private @Nullable Long revision;

        Restore(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("dataset", ref.get());
            if (table == null) {
                if (revision != null) {
                    throw new AmpException(CliError.USAGE, "--revision-id needs --table.");
                }
                long files = admin.datasets().restore(ref.get());
                json.put("files", files);
                answer.done("restored " + ref.get() + ": " + files + " files", json);
            } else {
                restoreTable(admin, table);
                json.put("table", table);
                answer.done("restored table " + table + " of " + ref.get(), json);
            }
            return ExitCode.OK;
        }

        private void restoreTable(AdminClient admin, String name) {
            if (revision == null) {
                admin.datasets().restoreTable(ref.get(), name);
            } else {
                admin.datasets().restoreTable(ref.get(), name, revision);
            }
        }
    }

    static final class Delete extends AdminCommand {
        @Parameters(
                paramLabel = "NAMESPACE/NAME[@VERSION]",
                description = "The dataset with all its versions, or the one version.")
        private String target = "";

        @Mixin
        private final Confirmation confirmation = new Confirmation();

        Delete(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            boolean one = target.contains("@");
            return confirmation.act(
                    "delete " + target + (one ? "" : " with all its versions"),
                    Map.of("dataset", target),
                    answer,
                    () -> {
                        if (one) {
                            admin.datasets().deleteVersion(DatasetRef.parse(target));
                        } else {
                            admin.datasets().delete(DatasetName.parse(target));
                        }
                    });
        }
    }
}
