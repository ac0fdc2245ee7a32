package io.amp4j.cli;

import io.amp4j.cli.output.TextTable;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.admin.ManifestInfo;
import io.amp4j.client.dataset.DatasetRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code amp manifests}. */
@Command(
        footer = {
            "  amp manifests list",
            "  amp manifests add manifest.json",
            "  amp manifests show HASH",
            "  amp manifests prune"
        })
final class ManifestsGroup extends CommandGroup {
    @SuppressWarnings("unused") // commands are made alike
    ManifestsGroup(Console console) {}

    @Override
    List<Subcommand> parts() {
        return List.of(
                new Subcommand("list", "List the manifests.", ListManifests::new),
                new Subcommand("show", "Print a manifest.", Show::new),
                new Subcommand("datasets", "List the datasets that use a manifest.", Datasets::new),
                new Subcommand("add", "Keep a manifest, without a dataset that uses it.", Add::new),
                new Subcommand("delete", "Delete a manifest that no dataset uses.", Delete::new),
                new Subcommand("prune", "Delete all manifests that no dataset uses.", Prune::new));
    }

    static final class ListManifests extends AdminCommand {
        ListManifests(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            List<ManifestInfo> manifests = admin.manifests().list();
            TextTable table = new TextTable("datasets", "kind", "manifest");
            manifests.forEach(each -> table.row(each.datasets(), each.kind(), each.hash()));
            answer.list(manifests, table, "there are no manifests");
            return ExitCode.OK;
        }
    }

    /** What the commands for one manifest share. */
    abstract static class OfHash extends AdminCommand {
        @Parameters(paramLabel = "HASH", description = "The manifest's hash.")
        private String hash = "";

        OfHash(Console console) {
            super(console);
        }

        String hash() {
            return hash;
        }
    }

    static final class Show extends OfHash {
        Show(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            answer.document(RecordJson.of(admin.manifests().get(hash())));
            return ExitCode.OK;
        }
    }

    static final class Datasets extends OfHash {
        Datasets(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            List<DatasetRef> datasets = admin.manifests().datasets(hash());
            TextTable table = new TextTable("dataset");
            datasets.forEach(table::row);
            answer.list(datasets, table, "no version of a dataset uses it");
            return ExitCode.OK;
        }
    }

    static final class Add extends AdminCommand {
        @Parameters(paramLabel = "FILE", description = "A file with the manifest, or - for standard input.")
        private String file = "";

        Add(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            answer.word("hash", admin.manifests().register(ManifestFile.read(file, console())));
            return ExitCode.OK;
        }
    }

    static final class Delete extends OfHash {
        Delete(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            admin.manifests().delete(hash());
            answer.done("manifest " + hash() + " is deleted", Map.of("deleted", hash()));
            return ExitCode.OK;
        }
    }

    static final class Prune extends AdminCommand {
        Prune(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            OptionalLong count = admin.manifests().prune();
            Map<String, Object> json = new HashMap<>();
            json.put("deleted", count);
            answer.done(
                    (count.isPresent() ? count.getAsLong() + " manifests" : "the manifests that no dataset uses")
                            + " deleted",
                    json);
            return ExitCode.OK;
        }
    }
}
