package io.amp4j.cli;

import io.amp4j.cli.output.TextTable;
import io.amp4j.client.dataset.DatasetName;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.registry.DatasetPage;
import io.amp4j.client.registry.PageRequest;
import io.amp4j.client.registry.PageRequest.Order;
import io.amp4j.client.registry.PublishedDataset;
import io.amp4j.client.registry.PublishedVersion;
import io.amp4j.client.registry.RegistryClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code amp registry}. */
@Command(
        footer = {
            "  amp registry search erc20 transfers",
            "  amp registry inspect edgeandnode/ethereum_mainnet --column hash",
            "  amp registry publish me/transfers@1.0.0 manifest.json --chain mainnet",
            "  amp registry visibility me/transfers private",
            "",
            "Publishing takes a login: amp auth login."
        })
final class RegistryGroup extends CommandGroup {
    @SuppressWarnings("unused") // commands are made alike
    RegistryGroup(Console console) {}

    @Override
    List<Subcommand> parts() {
        return List.of(
                new Subcommand("list", "List the published datasets.", ListDatasets::new),
                new Subcommand("search", "Find datasets by words, or by what is meant.", Search::new),
                new Subcommand("show", "Show a dataset.", Show::new),
                new Subcommand("versions", "List a dataset's versions.", Versions::new),
                new Subcommand("manifest", "Print what a version is made from.", PrintManifest::new),
                new Subcommand("inspect", "Show a version's tables and columns.", Inspect::new),
                new Subcommand("publish", "Publish a dataset with its first version.", RegistryPublishing.Publish::new),
                new Subcommand(
                        "publish-version",
                        "Publish another version of a dataset.",
                        RegistryPublishing.PublishVersion::new),
                new Subcommand("update", "Change what a dataset says of itself.", RegistryPublishing.Update::new),
                new Subcommand("visibility", "Change who finds a dataset.", RegistryPublishing.SetVisibility::new),
                new Subcommand("status", "Change where a version stands.", RegistryPublishing.SetStatus::new),
                new Subcommand("delete-version", "Archive a version.", RegistryPublishing.DeleteVersion::new));
    }

    private static void print(DatasetPage page, Answer answer) {
        if (answer.isJson()) {
            answer.document(RecordJson.of(page));
            return;
        }
        TextTable table = new TextTable("dataset", "latest", "chains", "description");
        page.datasets()
                .forEach(each -> table.row(
                        each.name(),
                        each.latest().map(PublishedVersion::version).orElse("-"),
                        String.join(" ", each.about().chains()),
                        each.about().description().orElse("")));
        answer.list(page.datasets(), table, "there is no such dataset");
        if (page.hasNext()) {
            answer.line(page.total() + " datasets; see --page");
        }
    }

    /** Which page, as options. */
    static final class Page {
        @Option(names = "--page", paramLabel = "N", defaultValue = "1", description = "Which page; ${DEFAULT-VALUE}.")
        private int number;

        @Option(
                names = {"-n", "--limit"},
                paramLabel = "N",
                defaultValue = "50",
                description = "How many datasets a page has at most; ${DEFAULT-VALUE}.")
        private int size;

        PageRequest get() {
            return new PageRequest(number, size, Optional.empty(), Order.ASCENDING);
        }
    }

    /** A dataset without a version, as a parameter. */
    static final class Name {
        @Parameters(index = "0", paramLabel = "NAMESPACE/NAME", description = "The dataset.")
        private String text = "";

        DatasetName get() {
            return DatasetName.parse(text);
        }
    }

    /** A dataset with a version, as a parameter. */
    static final class Ref {
        @Parameters(
                index = "0",
                paramLabel = "DATASET",
                description = "NAMESPACE/NAME@VERSION; without a version, the latest.")
        private String text = "";

        DatasetRef get() {
            return DatasetRef.parse(text);
        }
    }

    static final class ListDatasets extends RegistryCommand {
        @Mixin
        private final Page page = new Page();

        @Option(names = "--sort-by", paramLabel = "FIELD", description = "name, created_at, updated_at, owner, …")
        private @Nullable String sortBy;

        @Option(names = "--descending", description = "The greatest first.")
        private boolean descending;

        ListDatasets(Console console) {
            super(console);
        }

        @Override
        void run(RegistryClient client, Answer answer) {
            PageRequest request = page.get();
            if (sortBy != null || descending) {
                request = request.sortBy(
                        sortBy == null ? "name" : sortBy, descending ? Order.DESCENDING : Order.ASCENDING);
            }
            print(client.list(request), answer);
        }
    }

    static final class Search extends RegistryCommand {
        @Parameters(arity = "1..*", paramLabel = "WORD", description = "What to look for.")
        private List<String> words = List.of();

        @Option(names = "--ai", description = "Search for what the words mean, not for the words.")
        private boolean meaning;

        @Mixin
        private final Page page = new Page();

        Search(Console console) {
            super(console);
        }

        @Override
        void run(RegistryClient client, Answer answer) {
            String question = String.join(" ", words);
            if (meaning) {
                List<PublishedDataset> found =
                        client.searchByMeaning(question, page.get().size());
                print(new DatasetPage(found, false, found.size()), answer);
            } else {
                print(client.search(question, page.get()), answer);
            }
        }
    }

    static final class Show extends RegistryCommand {
        @Mixin
        private final Name name = new Name();

        Show(Console console) {
            super(console);
        }

        @Override
        void run(RegistryClient client, Answer answer) {
            PublishedDataset dataset = client.get(name.get());
            if (answer.isJson()) {
                answer.document(RecordJson.of(dataset));
                return;
            }
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", dataset.name());
            shown.put("owner", dataset.owner());
            shown.put("visibility", dataset.visibility());
            shown.put("latest", dataset.latest().map(PublishedVersion::version));
            shown.put("updated_at", dataset.updatedAt());
            shown.put("chains", dataset.about().chains());
            shown.put("keywords", dataset.about().keywords());
            shown.put("license", dataset.about().license());
            shown.put("repository", dataset.about().repositoryUrl());
            shown.put("description", dataset.about().description());
            answer.properties(shown);
            dataset.about().readme().ifPresent(text -> answer.text("\n" + text));
        }
    }

    static final class Versions extends RegistryCommand {
        @Mixin
        private final Name name = new Name();

        Versions(Console console) {
            super(console);
        }

        @Override
        void run(RegistryClient client, Answer answer) {
            List<PublishedVersion> versions = client.versions(name.get());
            TextTable table = new TextTable("version", "status", "created", "changelog");
            versions.forEach(each -> table.row(
                    each.version(),
                    each.status(),
                    each.createdAt(),
                    each.changelog().orElse("")));
            answer.list(versions, table, "there are no versions");
        }
    }

    static final class PrintManifest extends RegistryCommand {
        @Mixin
        private final Ref ref = new Ref();

        PrintManifest(Console console) {
            super(console);
        }

        @Override
        void run(RegistryClient client, Answer answer) {
            answer.document(RecordJson.of(client.manifest(ref.get())));
        }
    }

    static final class Inspect extends RegistryCommand {
        @Mixin
        private final Ref ref = new Ref();

        @Mixin
        private final Inspection inspection = new Inspection();

        Inspect(Console console) {
            super(console);
        }

        @Override
        void run(RegistryClient client, Answer answer) {
            inspection.print(ref.get(), client.describe(ref.get()), answer);
        }
    }
}
