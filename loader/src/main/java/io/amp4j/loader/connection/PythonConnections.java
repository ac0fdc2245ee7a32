package io.amp4j.loader.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The connections of Amp's Python client: a JSON object of {@code {"loader": type, "config": {…}}} by name. What only tunes that client is passed
 * over; what would change where or how rows are kept, and has no counterpart here, is refused.
 */
final class PythonConnections {
    private final ConnectionFile file;

    PythonConnections(ConnectionFile file) {
        this.file = file;
    }

    Path file() {
        return file.path();
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        file.read().fieldNames().forEachRemaining(names::add);
        return names;
    }

    Optional<NamedConnection> find(String name) {
        return Optional.ofNullable(file.read().get(name)).map(member -> connection(name, member));
    }

    /** As {@link #find}, and empty where it has no counterpart. */
    Optional<NamedConnection> findReadable(String name) {
        try {
            return find(name);
        } catch (AmpException e) {
            if (e.code() == LoadError.CONFIG_INVALID) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private NamedConnection connection(String name, JsonNode member) {
        PythonConfig config = new PythonConfig(name, member.path("config"));
        String loader = member.path("loader").asText();
        NamedConnection connection = switch (loader) {
            case "postgresql" -> postgresql(config);
            case "redis" -> redis(config);
            case "clickhouse" -> clickhouse(config);
            case "snowflake" -> snowflake(config);
            case "lmdb" -> lmdb(config);
            case "iceberg" -> iceberg(config);
            case "deltalake", "delta_lake" -> throw delta(config);
            default ->
                throw config.invalid("has the loader '" + loader
                        + "', which amp4j does not know; name a destination of your own with amp connections add");
        };
        config.refuseRest();
        return connection;
    }

    private static NamedConnection postgresql(PythonConfig config) {
        config.pass("max_connections", "batch_size");
        PythonConfig more = config.within("connection_params");
        for (String libpq : List.of("sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword")) {
            more.setting(libpq, libpq);
        }
        more.setting("application_name", "application-name");
        more.setting("connect_timeout", "connect-timeout", "s");
        more.refuseRest();
        config.setting("password", "password");
        return config.connection("postgresql:" + config.authority("user") + "/" + config.part("database", ""), more);
    }

    private static NamedConnection redis(PythonConfig config) {
        config.pass("socket_connect_timeout", "socket_timeout", "max_connections", "decode_responses");
        config.pass("batch_size", "pipeline_size");
        config.setting("password", "password");
        config.setting("key_pattern", "key");
        config.setting("ttl", "ttl", "s");
        config.setting("score_field", "score");
        config.text("data_structure").ifPresent(word -> config.put("structure", word.replace('_', '-')));
        config.text("unique_field").ifPresent(column -> config.put("value", "{" + column + "}"));
        PythonConfig more = config.within("connection_params");
        more.refuseRest();
        return config.connection("redis:" + config.authority("") + "/" + config.part("db", "0"), more);
    }

    private static NamedConnection clickhouse(PythonConfig config) {
        config.pass("send_receive_timeout", "query_limit", "compress", "batch_size", "insert_block_size");
        config.setting("password", "password");
        PythonConfig more = config.within("connection_params");
        more.setting("secure", "secure");
        more.refuseRest();
        return config.connection(
                "clickhouse:" + config.authority("username") + "/" + config.part("database", ""), more);
    }

    private static NamedConnection snowflake(PythonConfig config) {
        config.pass("login_timeout", "network_timeout", "socket_timeout", "ocsp_response_cache_filename");
        config.pass("validate_default_parameters", "paramstyle", "use_connection_pool", "pool_size");
        config.pass("pandas_compression", "pandas_parallel_threads", "streaming_channel_prefix");
        config.pass("streaming_max_retries", "streaming_buffer_flush_interval");
        for (String name : List.of("password", "warehouse", "role", "token")) {
            config.setting(name, name);
        }
        config.setting("private_key_passphrase", "private-key-passphrase");
        config.setting("preserve_reorg_history", "preserve-reorg-history");
        config.setting("loading_method", "method");
        config.text("okta_account_name")
                .ifPresentOrElse(
                        account -> {
                            config.pass("authenticator");
                            config.put("authenticator", "https://" + account + ".okta.com");
                        },
                        () -> config.setting("authenticator", "authenticator"));
        PythonConfig more = config.within("connection_params");
        more.refuseRest();
        String user = config.part("user", "");
        return config.connection(
                "snowflake://" + user + "@" + config.part("account", "") + "/" + config.part("database", "") + "/"
                        + config.part("schema", "PUBLIC"),
                more);
    }

    private static NamedConnection lmdb(PythonConfig config) {
        config.pass("create_if_missing", "writemap", "sync", "readahead", "transaction_size", "max_dbs", "map_size");
        config.pass("max_readers", "max_spare_txns", "lock");
        config.setting("key_pattern", "key");
        config.setting("key_column", "key");
        config.texts("composite_key_columns").ifPresent(columns -> config.put("key", String.join(",", columns)));
        return config.connection("lmdb:" + config.part("db_path", "./lmdb_data"), config);
    }

    private static NamedConnection iceberg(PythonConfig config) {
        config.pass("default_table_name", "create_namespace", "create_table", "schema_evolution", "batch_size");
        config.setting("namespace", "namespace");
        PythonConfig catalog = config.within("catalog_config");
        catalog.setting("uri", "uri");
        catalog.setting("warehouse", "warehouse");
        catalog.setting("name", "catalog-name");
        catalog.setting("token", "iceberg.token");
        catalog.setting("credential", "iceberg.credential");
        String type = catalog.text("type").orElse("");
        if (!type.equals("rest")) {
            throw config.invalid("has a catalog of type '" + type + "'; of the Python client's only 'rest' is read:"
                    + " name it with amp connections add NAME iceberg:WAREHOUSE");
        }
        catalog.put("catalog", type);
        catalog.refuseRest();
        return config.connection("iceberg:", catalog);
    }

    /** There a connection is one table; here it is a folder of tables, and the table is named by the load. */
    private static AmpException delta(PythonConfig config) {
        String path = config.text("table_path").orElse("/folder/table").replaceAll("/+$", "");
        int slash = path.lastIndexOf('/');
        return config.invalid(
                "is one table, " + path + "; amp4j's are folders of tables: amp connections add NAME delta:"
                        + path.substring(0, Math.max(slash, 0)) + ", and --table " + path.substring(slash + 1));
    }
}
