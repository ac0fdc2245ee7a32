package io.amp4j.cli;

import io.amp4j.cli.output.TextTable;
import io.amp4j.client.AmpException;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.connection.Connections;
import io.amp4j.loader.connection.DestinationAddress;
import io.amp4j.loader.connection.NamedConnection;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StoreGreeting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code amp connections}. */
@Command(
        footer = {
            "  amp connections add local duckdb:chain.duckdb",
            "  amp connections add warehouse 'postgresql://me@db/chain' --set 'password=$${PGPASSWORD}'",
            "  amp load --stream --to warehouse --table blocks \"SELECT * FROM eth_rpc.blocks\"",
            "",
            "They are kept in ~/.config/amp/connections.json, or in the file that",
            "$AMP_CONNECTIONS_FILE names. $${VARIABLE} and $${file:/path} in them are looked",
            "up when a connection is used. The Python client's connections are read, too."
        })
final class ConnectionsGroup extends CommandGroup {
    @SuppressWarnings("unused") // commands are made alike
    ConnectionsGroup(Console console) {}

    @Override
    List<Subcommand> parts() {
        return List.of(
                new Subcommand("add", "Name a destination.", Add::new),
                new Subcommand("list", "List the connections.", ListConnections::new),
                new Subcommand("show", "Show a connection, its secrets left out.", Show::new),
                new Subcommand("test", "Connect to a destination, and write nothing.", Test::new),
                new Subcommand("remove", "Forget a connection.", Remove::new));
    }

    /** What the commands share. */
    abstract static class ConnectionsCommand extends AnsweringCommand {
        ConnectionsCommand(Console console) {
            super(console);
        }

        abstract void run(Connections connections, Answer answer);

        @Override
        final ExitCode answer(Answer answer) {
            run(Connections.of(console().environment()), answer);
            return ExitCode.OK;
        }
    }

    private static Map<String, Object> json(NamedConnection connection) {
        NamedConnection masked = connection.masked();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", masked.name());
        json.put("uri", masked.uri());
        json.put("settings", masked.settings());
        return json;
    }

    @Command(
            footerHeading = "%nExamples:%n",
            footer = {
                "  amp connections add local duckdb:chain.duckdb",
                "  amp connections add warehouse 'postgresql://me@db/chain' --set 'password=$${PGPASSWORD}'",
                "  amp connections add cache 'rediss://cache.example:6380' --set 'password=$${file:/run/secrets/redis}'",
                "  pass show db | amp connections add warehouse postgresql://me@db/chain --secret password --replace"
            })
    static final class Add extends ConnectionsCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "What to call it.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "URI", description = "The destination, as --to takes it.")
        private String uri = "";

        @Option(
                names = "--set",
                paramLabel = "KEY=VALUE",
                description = "A setting of the destination or of the load; may be repeated.")
        private Map<String, String> settings = new LinkedHashMap<>();

        @Option(
                names = "--secret",
                paramLabel = "KEY",
                description = "A setting whose value is read from standard input, where no other process sees it.")
        private Optional<String> secret = Optional.empty();

        @Option(names = "--replace", description = "Take the place of a connection that has this name.")
        private boolean replace;

        Add(Console console) {
            super(console);
        }

        @Override
        void run(Connections connections, Answer answer) {
            secret.ifPresent(key -> settings.put(key, read()));
            NamedConnection connection = new NamedConnection(name, uri, settings);
            if (!replace
                    && connections.list().stream().anyMatch(each -> each.name().equals(name))) {
                throw new AmpException(
                        CliError.USAGE,
                        "There is a connection named '" + name + "' already; --replace takes its place.");
            }
            Optional<String> unchecked = check(connections, connection);
            connections.put(connection);
            unchecked.ifPresent(reason -> console().err().println("not checked yet: " + Answer.safe(reason)));
            answer.done("connection " + name + " is kept in " + connections.file(), json(connection));
        }

        private String read() {
            try {
                String text = new String(console().in().readAllBytes(), StandardCharsets.UTF_8);
                return text.replaceAll("[\r\n]+$", "").replace("${", "$${");
            } catch (IOException e) {
                throw new AmpException(CliError.INPUT, "The secret cannot be read: " + Reason.of(e) + ".", e);
            }
        }

        /** What is wrong in itself is refused; what only lacks a variable here may have it where it is used. */
        private static Optional<String> check(Connections connections, NamedConnection connection) {
            DestinationAddress address;
            try {
                address = connections.resolve(connection);
            } catch (AmpException e) {
                return Optional.of(e.detail());
            }
            Destinations.open(address.uri(), address.settings()).close();
            return Optional.empty();
        }
    }

    static final class ListConnections extends ConnectionsCommand {
        ListConnections(Console console) {
            super(console);
        }

        @Override
        void run(Connections connections, Answer answer) {
            List<Map<String, Object>> found = new ArrayList<>();
            connections.list().forEach(each -> found.add(from(connections.file(), json(each))));
            python(connections).forEach((name, each) -> {
                if (found.stream().noneMatch(own -> own.get("name").equals(name))) {
                    found.add(from(connections.pythonFile(), each));
                }
            });
            TextTable table = new TextTable("connection", "destination", "settings");
            found.forEach(each -> table.row(
                    Answer.safe(each.get("name")),
                    Answer.safe(each.get("uri")),
                    Answer.safe(String.join(
                            " ",
                            ((Map<?, ?>) each.get("settings"))
                                    .keySet().stream().map(String::valueOf).toList()))));
            answer.list(found, table, "there are no connections; see amp connections add --help");
        }

        private static Map<String, Object> from(Path file, Map<String, Object> json) {
            json.put("file", file.toString());
            return json;
        }

        /** What is wrong with a file of somebody else's does not hide the user's own. */
        private Map<String, Map<String, Object>> python(Connections connections) {
            Map<String, Map<String, Object>> found = new LinkedHashMap<>();
            try {
                connections.listPython().forEach((name, each) -> {
                    each.ifPresent(connection -> found.put(name, json(connection)));
                    if (each.isEmpty()) {
                        console()
                                .err()
                                .println("left out: '" + Answer.safe(name) + "' of " + connections.pythonFile()
                                        + "; amp connections show says why");
                    }
                });
            } catch (AmpException e) {
                console().err().println("left out: " + Answer.safe(e.detail()));
            }
            return found;
        }
    }

    static final class Show extends ConnectionsCommand {
        @Parameters(paramLabel = "NAME", description = "The connection.")
        private String name = "";

        Show(Console console) {
            super(console);
        }

        @Override
        void run(Connections connections, Answer answer) {
            answer.properties(json(connections.get(name)));
        }
    }

    static final class Test extends ConnectionsCommand {
        @Parameters(paramLabel = "NAME", description = "The connection, or what else --to takes.")
        private String name = "";

        Test(Console console) {
            super(console);
        }

        @Override
        void run(Connections connections, Answer answer) {
            DestinationAddress address = connections.resolve(name);
            long started = System.nanoTime();
            try (Loader loader = Destinations.open(address.uri(), address.settings())) {
                Optional<StoreGreeting> greeting = loader.greet();
                int streams = loader.states(Optional.empty()).size();
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("connection", address.label());
                greeting.ifPresent(store -> json.put("store", store.store()));
                greeting.flatMap(StoreGreeting::user).ifPresent(user -> json.put("user", user));
                json.put("streams", streams);
                json.put("millis", millis);
                answer.done(
                        "connected to " + address.label()
                                + greeting.map(Test::introduced).orElse("") + " in " + millis + " ms; it holds "
                                + streams + (streams == 1 ? " stream" : " streams"),
                        json);
            }
        }

        private static String introduced(StoreGreeting greeting) {
            return ", " + greeting.store()
                    + greeting.user().map(user -> ", as " + user).orElse("") + ",";
        }
    }

    static final class Remove extends ConnectionsCommand {
        @Parameters(paramLabel = "NAME", description = "The connection.")
        private String name = "";

        Remove(Console console) {
            super(console);
        }

        @Override
        void run(Connections connections, Answer answer) {
            if (!connections.remove(name)) {
                throw new AmpException(
                        LoadError.CONNECTION_UNKNOWN,
                        "no connection is named '" + name + "' in " + connections.file()
                                + "; amp connections list shows those that there are");
            }
            answer.done("connection " + name + " is forgotten", Map.of("removed", name));
        }
    }
}
