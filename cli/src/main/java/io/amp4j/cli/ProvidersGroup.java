package io.amp4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.cli.output.TextTable;
import io.amp4j.client.AmpException;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.admin.Provider;
import io.amp4j.client.dataset.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code amp providers}. */
@Command(
        footer = {
            "  amp providers list",
            "  amp providers put provider.json",
            "  amp providers show mainnet --reveal",
            "  amp providers delete mainnet",
            "",
            "A provider's file is its JSON, such as",
            "  {\"name\": \"mainnet\", \"kind\": \"evm-rpc\", \"network\": \"mainnet\", \"url\": \"https://…\"}"
        })
final class ProvidersGroup extends CommandGroup {
    @SuppressWarnings("unused") // commands are made alike
    ProvidersGroup(Console console) {}

    @Override
    List<Subcommand> parts() {
        return List.of(
                new Subcommand("list", "List the providers.", ListProviders::new),
                new Subcommand("show", "Show a provider's settings, its secrets left out.", Show::new),
                new Subcommand("put", "Add a provider, or change one.", Put::new),
                new Subcommand("delete", "Remove a provider.", Delete::new));
    }

    /** Name, kind and network; of the settings only their names, as their values are often secret. */
    private static ObjectNode summary(Provider provider) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", provider.name())
                .put("kind", provider.kind())
                .put("network", provider.network().orElse(null));
        ArrayNode settings = json.putArray("settings");
        provider.settings().keySet().forEach(settings::add);
        return json;
    }

    static final class ListProviders extends AdminCommand {
        ListProviders(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            List<Provider> providers = admin.providers().list();
            if (answer.isJson()) {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                providers.forEach(each -> array.add(summary(each)));
                answer.document(array);
                return ExitCode.OK;
            }
            TextTable table = new TextTable("provider", "kind", "network", "settings");
            providers.forEach(each -> table.row(
                    each.name(),
                    each.kind(),
                    each.network().orElse("-"),
                    String.join(" ", each.settings().keySet())));
            answer.list(providers, table, "there are no providers");
            return ExitCode.OK;
        }
    }

    static final class Show extends AdminCommand {
        @Parameters(paramLabel = "NAME", description = "The provider's name.")
        private String name = "";

        @Option(names = "--reveal", description = "Show every setting in full, secrets included.")
        private boolean reveal;

        Show(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            Provider provider = admin.providers().get(name);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", provider.name());
            json.put("kind", provider.kind());
            provider.settings().forEach((key, value) -> json.put(key, reveal ? value : Masked.of(key, value)));
            answer.properties(json);
            return ExitCode.OK;
        }
    }

    static final class Put extends AdminCommand {
        @Parameters(paramLabel = "FILE", description = "A file with the provider's JSON, or - for standard input.")
        private String file = "";

        Put(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            Provider provider = read();
            admin.providers().put(provider);
            answer.done("provider " + provider.name() + " is set", summary(provider));
            return ExitCode.OK;
        }

        private Provider read() {
            Json json = Json.parse(text());
            Map<String, Json> settings = new LinkedHashMap<>(json.members());
            settings.remove("name");
            settings.remove("kind");
            return new Provider(member(json, "name"), member(json, "kind"), settings);
        }

        private static String member(Json json, String name) {
            return json.at(name)
                    .flatMap(Json::asText)
                    .orElseThrow(() -> new AmpException(
                            CliError.INPUT, "A provider is a JSON object with a 'name' and a 'kind'."));
        }

        private String text() {
            try {
                return file.equals("-")
                        ? new String(console().in().readAllBytes(), StandardCharsets.UTF_8)
                        : Files.readString(Path.of(file));
            } catch (IOException e) {
                throw new AmpException(CliError.INPUT, "The provider cannot be read: " + Reason.of(e) + ".", e);
            }
        }
    }

    static final class Delete extends AdminCommand {
        @Parameters(paramLabel = "NAME", description = "The provider's name.")
        private String name = "";

        Delete(Console console) {
            super(console);
        }

        @Override
        ExitCode run(AdminClient admin, Answer answer) {
            admin.providers().delete(name);
            answer.done("provider " + name + " is removed", Map.of("deleted", name));
            return ExitCode.OK;
        }
    }
}
