package io.amp4j.clickhouse;

import io.amp4j.client.AmpException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.net.URIBuilder;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Statements over ClickHouse's HTTP interface. Thread-safe; a connection each statement that runs.
 *
 * <p>Apache's client rather than the JDK's or ClickHouse's own: it takes a request body by push, and it sees an answer that the server gives
 * before the body has ended, which is how ClickHouse reports an insert that fails half-way.
 */
final class ClickHouseHttp implements AutoCloseable {
    private static final String ERROR_CODE = "X-ClickHouse-Exception-Code";
    private static final int CONNECTIONS = 64;

    /** What an administrator may have set for people's queries would make a part of the state, or an old one, look like all of it. */
    private static final Map<String, String> WHOLE_ANSWERS = Map.of(
            "use_query_cache", "0",
            "result_overflow_mode", "throw",
            "read_overflow_mode", "throw",
            "timeout_overflow_mode", "throw");

    private final ClickHouseTarget target;
    private final CloseableHttpClient client;

    ClickHouseHttp(ClickHouseTarget target) {
        this.target = target;
        this.client = client(target);
    }

    private static CloseableHttpClient client(ClickHouseTarget target) {
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .responseOutOfOrderStrategy(EarlyAnswer.INSTANCE)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(target.connectTimeout()))
                        .build())
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS);
        if (target.trusted() != null) {
            connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(Trust.only(target.trusted())));
        }
        RequestConfig requests = RequestConfig.custom()
                .setResponseTimeout(Timeout.of(target.requestTimeout()))
                .build();
        // Retries are the engine's: a statement is never sent twice behind its back.
        return HttpClients.custom()
                .setConnectionManager(connections.build())
                .setDefaultRequestConfig(requests)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .build();
    }

    /**
     * Runs a statement.
     *
     * @param sql the statement; values are written {@code {name:Type}} and bound by {@code options}
     * @return the answer's text
     */
    String run(String sql, Options options) {
        return send(new StringEntity(sql, ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8)), options);
    }

    /**
     * Runs a query whose answer need not fit into memory; errors come before the first line.
     *
     * @param sql as in {@link #run}
     * @param line takes the answer, a line at a time
     */
    void lines(String sql, Options options, Consumer<String> line) {
        StringEntity body = new StringEntity(sql, ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8));
        this.<@Nullable Void>execute(body, options.setting("wait_end_of_query", "1"), response -> {
            requireSuccess(response);
            try (BufferedReader reader = new BufferedReader(
                    new InputStreamReader(response.getEntity().getContent(), StandardCharsets.UTF_8))) {
                reader.lines().forEach(line);
            }
            return null;
        });
    }

    /** Runs an insert whose rows are a text. */
    void insert(String statement, String rows, Options options) {
        StringEntity body = new StringEntity(rows, ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8));
        send(body, options.setting("query", statement));
    }

    /** Whether rows are to be sent compressed. */
    boolean compresses() {
        return target.compressed();
    }

    /** Sends a body whose statement stands among the options, and waits for the answer. */
    String send(HttpEntity body, Options options) {
        return execute(body, options, ClickHouseHttp::answer);
    }

    private <T extends @Nullable Object> T execute(
            HttpEntity body, Options options, HttpClientResponseHandler<T> answer) {
        HttpPost request = new HttpPost(uri(options));
        request.setHeader("X-ClickHouse-User", target.user());
        if (target.password() != null) {
            request.setHeader("X-ClickHouse-Key", target.password().reveal());
        }
        request.setHeader("X-ClickHouse-Database", target.database());
        request.setEntity(body);
        try {
            return client.execute(request, answer);
        } catch (IOException e) {
            throw ClickHouseErrors.unreachable(target.endpoint(), e);
        } catch (UncheckedIOException e) {
            throw ClickHouseErrors.unreachable(target.endpoint(), e.getCause());
        }
    }

    private static String answer(ClassicHttpResponse response) throws IOException {
        requireSuccess(response);
        return text(response.getEntity());
    }

    private static void requireSuccess(ClassicHttpResponse response) throws IOException {
        Header code = response.getFirstHeader(ERROR_CODE);
        if (response.getCode() != 200 || code != null) {
            throw error(response.getCode(), code, text(response.getEntity()));
        }
    }

    private static AmpException error(int status, Header code, String body) {
        return ClickHouseErrors.answered(
                status, code == null ? 0 : Integer.parseInt(code.getValue().strip()), body);
    }

    private static String text(HttpEntity entity) throws IOException {
        try {
            return entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8);
        } catch (ParseException e) {
            throw new IOException("the answer is no HTTP", e);
        }
    }

    private URI uri(Options options) {
        try {
            URIBuilder uri = new URIBuilder(target.endpoint());
            WHOLE_ANSWERS.forEach(uri::addParameter);
            options.values.forEach(uri::addParameter);
            return uri.build();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no URI: " + target.endpoint(), e);
        }
    }

    @Override
    public void close() {
        client.close(org.apache.hc.core5.io.CloseMode.GRACEFUL);
    }

    /** Values, settings and name of a statement. Immutable. */
    static final class Options {
        static final Options NONE = new Options(Map.of());

        private final Map<String, String> values;

        private Options(Map<String, String> values) {
            this.values = values;
        }

        /** Binds {@code {name:…}}; ClickHouse reads the text with tabs, line ends and backslashes escaped. */
        Options bind(String name, String value) {
            String escaped = value.replace("\\", "\\\\")
                    .replace("\t", "\\t")
                    .replace("\n", "\\n")
                    .replace("\r", "\\r")
                    .replace("\0", "\\0");
            return with("param_" + name, escaped);
        }

        Options bind(String name, long value) {
            return with("param_" + name, Long.toUnsignedString(value));
        }

        Options setting(String name, String value) {
            return with(name, value);
        }

        /** Names the running statement, so that it can be killed. */
        Options queryId(String id) {
            return with("query_id", id);
        }

        private Options with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(values);
            more.put(name, value);
            return new Options(more);
        }
    }
}
