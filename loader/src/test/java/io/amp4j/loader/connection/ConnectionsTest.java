package io.amp4j.loader.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void files_of_this_test() {
        environment.put(Connections.FILE_VARIABLE, own().toString());
        environment.put(Connections.PYTHON_FILE_VARIABLE, python().toString());
    }

    private Path own() {
        return folder.resolve("amp/connections.json");
    }

    private Path python() {
        return folder.resolve("python.json");
    }

    private Connections connections() {
        return Connections.of(environment);
    }

    private static void write(Path file, String text, String permissions) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static void refused(ThrowingCallable call, LoadError code, String... says) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(says);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_connection_is_kept_where_only_its_owner_reads_it() throws IOException {
        NamedConnection connection = new NamedConnection("db", "postgresql://me@h/d", Map.of("password", "s3cret"));
        connections().put(connection);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own())))
                .isEqualTo("rw-------");
        assertThat(connections().list()).containsExactly(connection);
        assertThat(connections().remove("db")).isTrue();
        assertThat(connections().remove("db")).isFalse();
        assertThat(connections().list()).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_file_that_others_may_read_is_refused_with_the_way_to_mend_it() throws IOException {
        write(own(), "{\"db\":{\"uri\":\"duckdb:x\"}}", "rw-r-----");
        refused(() -> connections().resolve("db"), LoadError.CONNECTIONS_FILE, "chmod 600 '" + own() + "'");
        refused(
                () -> connections().put(new NamedConnection("a", "duckdb:y", Map.of())),
                LoadError.CONNECTIONS_FILE,
                "chmod 600");
        assertThat(own()).hasContent("{\"db\":{\"uri\":\"duckdb:x\"}}");

        Files.delete(own());
        write(python(), "{\"p\":{\"loader\":\"lmdb\",\"config\":{}}}", "rw----r--");
        refused(() -> connections().resolve("p"), LoadError.CONNECTION_UNKNOWN, "chmod 600 '" + python() + "'");
    }

    @Test
    void an_unknown_name_lists_those_that_there_are() throws IOException {
        refused(() -> connections().resolve("nope"), LoadError.CONNECTION_UNKNOWN, "there are none yet");
        connections().put(new NamedConnection("b", "duckdb:x", Map.of()));
        write(python(), "{\"a\":{\"loader\":\"lmdb\",\"config\":{}}}", "rw-------");
        environment.put("NOPE", "duckdb:x");
        refused(() -> connections().resolve("NOPE"), LoadError.CONNECTION_UNKNOWN, "there are: a, b", "env:NOPE");
    }

    @Test
    void variables_and_secret_files_are_looked_up_when_it_is_used() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "p@ss/w?rd\n");
        environment.put("DB_HOST", "db:5433,db2");
        environment.put("DB_USER", "a@b/c");
        connections()
                .put(new NamedConnection(
                        "db",
                        "postgresql://${DB_USER}:${file:" + secret + "}@${DB_HOST}/d?x=$${x}",
                        Map.of("password", "${file:" + secret + "}", "note", "$${plain}")));
        DestinationAddress address = connections().resolve("db");
        assertThat(address.uri()).isEqualTo("postgresql://a%40b%2Fc:p%40ss%2Fw%3Frd@db:5433,db2/d?x=${x}");
        assertThat(address.settings()).isEqualTo(Map.of("password", "p@ss/w?rd", "note", "${plain}"));
        assertThat(address).hasToString("db");

        environment.remove("DB_HOST");
        refused(() -> connections().resolve("db"), LoadError.CONFIG_INVALID, "'db'", "DB_HOST");
        connections().put(new NamedConnection("db", "duckdb:x", Map.of("password", "${file:/no/such}")));
        refused(() -> connections().resolve("db"), LoadError.CONFIG_INVALID, "'db'", "/no/such");
        NamedConnection malformed = new NamedConnection("bad", "duckdb:x", Map.of("password", "${not a name}"));
        refused(() -> connections().resolve(malformed), LoadError.CONFIG_INVALID, "${VARIABLE}");
        refused(() -> connections().put(malformed), LoadError.CONFIG_INVALID, "${VARIABLE}");
    }

    @Test
    void a_colon_in_a_user_s_name_does_not_begin_the_password() {
        environment.put("DB_USER", "team:me");
        environment.put("DB_HOST", "db:5433");
        connections().put(new NamedConnection("alone", "postgresql://${DB_USER}@${DB_HOST}/d?x=a@b", Map.of()));
        assertThat(connections().resolve("alone").uri()).isEqualTo("postgresql://team%3Ame@db:5433/d?x=a@b");
        connections().put(new NamedConnection("none", "postgresql://${DB_HOST}/d?x=a@b", Map.of()));
        assertThat(connections().resolve("none").uri()).isEqualTo("postgresql://db:5433/d?x=a@b");
    }

    @Test
    void a_variable_may_hold_a_whole_uri() {
        environment.put("DATABASE_URL", "postgres://me:pw@h/d?sslmode=require");
        assertThat(connections().resolve("env:DATABASE_URL"))
                .isEqualTo(
                        new DestinationAddress("env:DATABASE_URL", "postgres://me:pw@h/d?sslmode=require", Map.of()));
        connections().put(new NamedConnection("db", "${DATABASE_URL}", Map.of()));
        assertThat(connections().resolve("db").uri()).isEqualTo("postgres://me:pw@h/d?sslmode=require");
        refused(() -> connections().resolve("env:NO_URL"), LoadError.CONFIG_INVALID, "NO_URL");
    }

    @Test
    void a_uri_is_itself_and_wins_over_names() {
        assertThat(connections().resolve("duckdb:chain.duckdb?threads=2").uri())
                .isEqualTo("duckdb:chain.duckdb?threads=2");
        refused(() -> new NamedConnection("duckdb:x", "duckdb:y", Map.of()), LoadError.CONFIG_INVALID, "'duckdb:x'");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://me:hunter2@h/d, postgresql://me:***@h/d",
        "postgresql://me:hun/t@r2@h/d, postgresql://me:***@h/d",
        "postgresql://me:hun?ter2@h/d, postgresql://me:***@h/d",
        "postgresql://me:hun?threads=2@h/d?retention=9, postgresql://me:***@h/d?retention=9",
        "postgresql://me:hun@t?er2@h/d, postgresql://me:***@t?***",
        "postgresql://me@h/d?hunter2, postgresql://me@h/d?***",
        "postgresql://me@h:5432/d?token=x&retention=9, postgresql://me@h:5432/d?token=***&retention=9",
        "postgresql://me:${PW}@h/d?password=${PW}, postgresql://me:${PW}@h/d?password=${PW}",
        "duckdb:chain.duckdb, duckdb:chain.duckdb",
    })
    void secrets_are_left_out_and_references_are_not(String uri, String shown) {
        NamedConnection connection = new NamedConnection("c", uri, Map.of("password", "hunter2"));
        assertThat(connection.masked().uri()).isEqualTo(shown);
        assertThat(connection).asString().isEqualTo("c = " + shown + " {password=***}");
        assertThat(connections().resolve(uri)).hasToString(shown);
    }

    @Test
    void a_broken_file_is_refused_without_quoting_it() throws IOException {
        write(own(), "{\"db\": hunter2", "rw-------");
        refused(() -> connections().list(), LoadError.CONNECTIONS_FILE, "is no JSON");
        assertThatThrownBy(() -> connections().list())
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
        write(own(), "{\"db\":{\"uri\":\"duckdb:x\",\"url\":\"y\"}}", "rw-------");
        refused(() -> connections().get("db"), LoadError.CONNECTIONS_FILE, "'db'", "'url'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql | {'host':'h','port':5433,'database':'d','user':'u','password':'p$','max_connections':3,"
                        + "'connection_params':{'sslmode':'require'}} | postgresql://u@h:5433/d | {password=p$, sslmode=require}",
                "redis | {'host':'r','password':null,'data_structure':'sorted_set','score_field':'n','ttl':60}"
                        + " | redis://r/0 | {structure=sorted-set, score=n, ttl=60s}",
                "clickhouse | {'host':'c','username':'u','password':'p'} | clickhouse://u@c/ | {password=p}",
                "snowflake | {'account':'a-b','user':'u@x','warehouse':'w','database':'D','password':'p','loading_method':'insert'}"
                        + " | snowflake://u%40x@a-b/D/PUBLIC | {password=p, warehouse=w, method=insert}",
                "lmdb | {'db_path':'/data/x','composite_key_columns':['a','b']} | lmdb:/data/x | {key=a,b}",
                "iceberg | {'namespace':'n','catalog_config':{'type':'rest','uri':'http://c','token':'t'}}"
                        + " | iceberg: | {catalog=rest, iceberg.token=t, namespace=n, uri=http://c}",
            })
    void the_python_clients_connections_are_read(String loader, String config, String uri, String settings)
            throws IOException {
        write(
                python(),
                "{\"p\":{\"loader\":\"" + loader + "\",\"config\":" + config.replace('\'', '"') + "}}",
                "rw-------");
        DestinationAddress address = connections().resolve("p");
        assertThat(address.uri()).isEqualTo(uri);
        assertThat(new TreeMap<>(address.settings()).toString().split("[{}, ]+"))
                .containsExactlyInAnyOrder(settings.split("[{}, ]+"));
        assertThat(connections().listPython()).containsOnlyKeys("p");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bigquery | {} | bigquery",
                "deltalake | {'table_path':'/lake/blocks'} | amp connections add NAME delta:/lake, and --table blocks",
                "snowflake | {'account':'a','user':'u','private_key':'PEM'} | 'private_key'",
                "postgresql | {'host':'h','password':{'from':'vault'}} | 'password'",
                "iceberg | {'namespace':'n','catalog_config':{'type':'sql'}} | 'sql'",
            })
    void what_has_no_counterpart_is_refused_in_words(String loader, String config, String says) throws IOException {
        write(
                python(),
                "{\"p\":{\"loader\":\"" + loader + "\",\"config\":" + config.replace('\'', '"') + "}}",
                "rw-------");
        refused(() -> connections().resolve("p"), LoadError.CONFIG_INVALID, "'p'", says);
        assertThat(connections().listPython().get("p")).isEmpty();
    }

    @Test
    void ones_own_connection_hides_the_python_clients() throws IOException {
        write(python(), "{\"p\":{\"loader\":\"bigquery\",\"config\":{}}}", "rw-------");
        connections().put(new NamedConnection("p", "duckdb:x", Map.of()));
        assertThat(connections().resolve("p").uri()).isEqualTo("duckdb:x");
    }
}
