package io.amp4j.loader.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user's named connections. Read anew at each call; thread-safe, and safe beside other processes.
 *
 * <p>They are kept in one file, a JSON object: {@code {"warehouse": {"uri": "postgresql://me@db/chain", "settings": {"password":
 * "${file:/run/secrets/pg}"}}}}. Where it is: {@value #FILE_VARIABLE}, else {@code $XDG_CONFIG_HOME/amp/connections.json}, else
 * {@code ~/.config/amp/connections.json}. Behind it stands the Python client's file ({@value #PYTHON_FILE_VARIABLE}, else
 * {@code ~/.flight_sql_connections.json}), which is only read. A file that others than its owner may read is refused.
 */
public final class Connections {
    /** The environment variable that names the file. */
    public static final String FILE_VARIABLE = "AMP_CONNECTIONS_FILE";

    /** The environment variable by which the Python client finds its file. */
    public static final String PYTHON_FILE_VARIABLE = "FLIGHT_SQL_CONNECTIONS";

    private static final String ENVIRONMENT_SCHEME = "env:";
    private static final String URI = "uri";
    private static final String SETTINGS = "settings";

    private final Map<String, String> environment;
    private final ConnectionFile own;
    private final PythonConnections python;

    private Connections(Map<String, String> environment) {
        Path home = Path.of(System.getProperty("user.home"));
        this.environment = Map.copyOf(environment);
        this.own = new ConnectionFile(named(FILE_VARIABLE)
                .orElseGet(() -> named("XDG_CONFIG_HOME")
                        .orElseGet(() -> home.resolve(".config"))
                        .resolve("amp")
                        .resolve("connections.json")));
        this.python = new PythonConnections(new ConnectionFile(
                named(PYTHON_FILE_VARIABLE).orElseGet(() -> home.resolve(".flight_sql_connections.json"))));
    }

    private Optional<Path> named(String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    /**
     * The connections of the user whose process this is.
     *
     * @return the connections
     */
    public static Connections ofThisUser() {
        return of(System.getenv());
    }

    /**
     * The connections that an environment leads to.
     *
     * @param environment the environment variables: they say where the files are, and are what {@code ${VARIABLE}} stands for
     * @return the connections
     */
    public static Connections of(Map<String, String> environment) {
        return new Connections(environment);
    }

    /**
     * Where connections are kept.
     *
     * @return the file, which need not be there yet
     */
    public Path file() {
        return own.path();
    }

    /**
     * The Python client's file.
     *
     * @return the file, which need not be there
     */
    public Path pythonFile() {
        return python.file();
    }

    /**
     * The connections of the user's own file.
     *
     * @return the connections, in the order of the file
     * @throws AmpException with {@link LoadError#CONNECTIONS_FILE} if it cannot be read, or others may
     */
    public List<NamedConnection> list() {
        List<NamedConnection> connections = new ArrayList<>();
        own.read().properties().forEach(member -> connections.add(connection(member.getKey(), member.getValue())));
        return connections;
    }

    /**
     * What stands in the Python client's file, by name, as this client would use it.
     *
     * @return the names and their connections, in the order of the file; empty for one that this client has no loader for
     * @throws AmpException with {@link LoadError#CONNECTIONS_FILE} if it cannot be read, or others may
     */
    public Map<String, Optional<NamedConnection>> listPython() {
        Map<String, Optional<NamedConnection>> connections = new LinkedHashMap<>();
        for (String name : python.names()) {
            connections.put(name, python.findReadable(name));
        }
        return connections;
    }

    /**
     * A connection by its name: of the user's own file, else of the Python client's.
     *
     * @param name the name
     * @return the connection as it was written
     * @throws AmpException with {@link LoadError#CONNECTION_UNKNOWN} if there is none, and the names that there are; with
     *     {@link LoadError#CONNECTIONS_FILE} or {@link LoadError#CONFIG_INVALID} if it cannot be read
     */
    public NamedConnection get(String name) {
        JsonNode member = own.read().get(name);
        if (member != null) {
            return connection(name, member);
        }
        try {
            return python.find(name).orElseThrow(() -> unknown(name, python.names(), ""));
        } catch (AmpException e) {
            throw e.code() == LoadError.CONNECTIONS_FILE
                    ? unknown(name, List.of(), ". The Python client's connections are left out: " + e.detail())
                    : e;
        }
    }

    private AmpException unknown(String name, List<String> further, String remark) {
        List<String> names = new ArrayList<>(further);
        own.read().fieldNames().forEachRemaining(names::add);
        String known = names.isEmpty()
                ? "there are none yet"
                : "there are: "
                        + String.join(", ", names.stream().distinct().sorted().toList());
        String hint = environment.containsKey(name)
                ? "for the environment variable write env:" + name
                : "a URI is written scheme:location; amp connections add names one";
        return new AmpException(
                LoadError.CONNECTION_UNKNOWN,
                "no connection is named '" + name + "' (" + known + "); " + hint + remark);
    }

    private NamedConnection connection(String name, JsonNode member) {
        if (!(member instanceof ObjectNode object) || !object.path(URI).isTextual()) {
            throw own.malformed("has a connection '" + name + "' without a uri");
        }
        object.fieldNames().forEachRemaining(field -> {
            if (!field.equals(URI) && !field.equals(SETTINGS)) {
                throw own.malformed(
                        "has a connection '" + name + "' with '" + field + "'; a connection has uri and settings");
            }
        });
        Map<String, String> settings = new LinkedHashMap<>();
        object.path(SETTINGS).properties().forEach(each -> {
            if (!each.getValue().isValueNode()) {
                throw own.malformed(
                        "has a connection '" + name + "' whose setting '" + each.getKey() + "' is no value");
            }
            settings.put(each.getKey(), each.getValue().asText());
        });
        return new NamedConnection(name, object.path(URI).textValue(), settings);
    }

    /**
     * Keeps a connection, in the place of one that has its name.
     *
     * @param connection the connection
     * @throws AmpException with {@link LoadError#CONFIG_INVALID} if it refers to what can be no variable and no file; with
     *     {@link LoadError#CONNECTIONS_FILE} if the file cannot be changed
     */
    public void put(NamedConnection connection) {
        References references = new References(connection.name(), environment);
        references.check(connection.uri());
        connection.settings().values().forEach(references::check);
        own.change(members -> {
            ObjectNode member = members.putObject(connection.name()).put(URI, connection.uri());
            if (!connection.settings().isEmpty()) {
                ObjectNode settings = member.putObject(SETTINGS);
                connection.settings().forEach(settings::put);
            }
            return member;
        });
    }

    /**
     * Forgets a connection of the user's own file.
     *
     * @param name its name
     * @return whether there was one
     * @throws AmpException with {@link LoadError#CONNECTIONS_FILE} if the file cannot be changed
     */
    public boolean remove(String name) {
        return own.change(members -> members.remove(name) != null);
    }

    /**
     * Finds out what somebody meant who names a destination: a URI as it is, {@code env:VARIABLE} (the URI in that variable), or a connection's name,
     * with all that it refers to looked up.
     *
     * @param destination what was written
     * @return where the destination is
     * @throws AmpException as {@link #get}, or with {@link LoadError#CONFIG_INVALID} if a variable or file that it refers to is missing
     */
    public DestinationAddress resolve(String destination) {
        if (destination.startsWith(ENVIRONMENT_SCHEME)) {
            return ofVariable(destination.substring(ENVIRONMENT_SCHEME.length()));
        }
        if (destination.indexOf(':') >= 0) {
            return new DestinationAddress(SecretMask.of(destination), destination, Map.of());
        }
        return resolve(get(destination));
    }

    /**
     * Looks up all that a connection refers to.
     *
     * @param connection the connection as it was written
     * @return where the destination is
     * @throws AmpException with {@link LoadError#CONFIG_INVALID} if a variable or file that it refers to is missing
     */
    public DestinationAddress resolve(NamedConnection connection) {
        References references = new References(connection.name(), environment);
        Map<String, String> settings = new LinkedHashMap<>();
        connection.settings().forEach((key, value) -> settings.put(key, references.inSetting(value)));
        return new DestinationAddress(connection.name(), references.inUri(connection.uri()), settings);
    }

    private DestinationAddress ofVariable(String variable) {
        String uri = environment.getOrDefault(variable, "").strip();
        if (uri.isEmpty()) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "the environment variable " + variable + ", which is to name the destination, is not set");
        }
        return new DestinationAddress(ENVIRONMENT_SCHEME + variable, uri, Map.of());
    }
}
