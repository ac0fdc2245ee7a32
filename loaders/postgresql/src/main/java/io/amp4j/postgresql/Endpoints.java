package io.amp4j.postgresql;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.jdbcurlresolver.PgPassParser;

/**
 * Which hosts, which database and who connects: from the URI, else as libpq finds them in its environment and in {@code ~/.pgpass}.
 *
 * @param hosts in the order in which they are tried
 * @param ports one for each host
 */
record Endpoints(
        List<String> hosts,
        List<String> ports,
        String database,
        String user,
        @Nullable Secret password) {
    private static final String DEFAULT_PORT = "5432";

    static Endpoints of(Config config, Map<String, String> environment) {
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        List<String> defaultPorts = Settings.split(environment.getOrDefault("PGPORT", DEFAULT_PORT));
        List<String> named = config.hosts().isEmpty()
                ? Settings.split(environment.getOrDefault("PGHOST", "localhost"))
                : config.hosts();
        for (int i = 0; i < named.size(); i++) {
            String defaultPort = defaultPorts.get(Math.min(i, defaultPorts.size() - 1));
            add(named.get(i), defaultPort, hosts, ports);
        }
        String user = config.user(PostgresqlKeys.USER)
                .or(() -> Optional.ofNullable(environment.get("PGUSER")))
                .orElseGet(() -> System.getProperty("user.name"));
        String database = database(config, environment, user);
        Secret password = config.password(PostgresqlKeys.PASSWORD)
                .or(() -> Optional.ofNullable(environment.get("PGPASSWORD")).map(Secret::of))
                .or(() -> fromPassFile(hosts, ports, database, user))
                .orElse(null);
        return new Endpoints(hosts, ports, database, user, password);
    }

    /** Splits {@code host:port}, {@code [::1]:port} and what has no port. */
    private static void add(String named, String defaultPort, List<String> hosts, List<String> ports) {
        if (named.startsWith("/")) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "'" + named
                            + "' is a Unix socket, which the driver cannot use. Name a host in the URI or in PGHOST");
        }
        int bracket = named.lastIndexOf(']');
        int colon = named.indexOf(':', Math.max(bracket, 0));
        String port = colon < 0 ? defaultPort : named.substring(colon + 1);
        if (!port.matches("\\d{1,5}")) {
            throw new AmpException(LoadError.CONFIG_INVALID, "'" + port + "' is no port in a PostgreSQL URI");
        }
        hosts.add(colon < 0 ? named : named.substring(0, colon));
        ports.add(port);
    }

    private static String database(Config config, Map<String, String> environment, String user) {
        String path = config.path().startsWith("/") ? config.path().substring(1) : config.path();
        return path.isEmpty() ? environment.getOrDefault("PGDATABASE", user) : path;
    }

    /** The driver itself looks only where there is one host. */
    private static Optional<Secret> fromPassFile(List<String> hosts, List<String> ports, String database, String user) {
        for (int i = 0; i < hosts.size(); i++) {
            String found = PgPassParser.getPassword(hosts.get(i), ports.get(i), database, user);
            if (found != null) {
                return Optional.of(Secret.of(found));
            }
        }
        return Optional.empty();
    }

    void set(Properties driver) {
        PGProperty.PG_HOST.set(driver, String.join(",", hosts));
        PGProperty.PG_PORT.set(driver, String.join(",", ports));
        PGProperty.PG_DBNAME.set(driver, database);
        PGProperty.USER.set(driver, user);
        if (password != null) {
            PGProperty.PASSWORD.set(driver, password.reveal());
        }
        if (hosts.size() > 1) {
            // Of several hosts, the one that takes writes: after a fail-over it is another.
            PGProperty.TARGET_SERVER_TYPE.set(driver, "primary");
        }
    }
}
