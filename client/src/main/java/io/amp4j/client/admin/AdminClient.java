package io.amp4j.client.admin;

import io.amp4j.client.AmpException;
import io.amp4j.client.ServiceOptions;
import io.amp4j.client.internal.http.HttpErrors;
import io.amp4j.client.internal.http.HttpOptions;
import io.amp4j.client.internal.http.JsonHttp;
import io.amp4j.client.internal.wire.ServerAddress;

/**
 * The Admin API of one server: what it serves, and what it does. Thread-safe; it connects with its first call, and holds nothing
 * that would have to be closed.
 *
 * <pre>{@code
 * AdminClient admin = AdminClient.connect("http://localhost:1610");
 * admin.datasets().list().forEach(dataset -> System.out.println(dataset.name()));
 * }</pre>
 *
 * <p>Every method that asks the server throws an {@link AmpException}: with a code of {@link AdminError} where the server refuses,
 * with {@code AMP-UNAUTHENTICATED}, {@code AMP-UNAVAILABLE}, {@code AMP-DEADLINE}, {@code AMP-PROTOCOL-HTTP} and the like where no
 * proper answer came. {@link AmpException#retryable()} says whether to try again.
 */
public final class AdminClient {
    private static final int PORT = 1610;

    private final JsonHttp http;
    private final Jobs jobs;

    /**
     * The Admin API behind some options; {@code AmpClient.admin()} and {@link #connect} are simpler.
     *
     * @param options where it is, and how to call it
     */
    public AdminClient(ServiceOptions options) {
        HttpOptions settings = HttpOptions.of("the Admin API", options);
        http = new JsonHttp(settings, new HttpErrors(settings, AdminError.PREFIX, AdminError.byServerCode()));
        jobs = new Jobs(http);
    }

    /**
     * The Admin API at an address, with every option at its default.
     *
     * @param uri such as {@code http://localhost:1610}
     * @return the client
     * @throws AmpException with code {@code AMP-BAD-URI} if the address is malformed
     */
    public static AdminClient connect(String uri) {
        return new AdminClient(ServiceOptions.at(uri));
    }

    /**
     * Where a server's Admin API is unless somebody says otherwise.
     *
     * @param serverUri the server's address, such as {@code grpc://localhost:1602}
     * @return port 1610 of its host, over TLS if the server is
     * @throws AmpException with code {@code AMP-BAD-URI} if the address is malformed
     */
    public static String urlBeside(String serverUri) {
        ServerAddress server = ServerAddress.parse(serverUri);
        return (server.tls() ? "https://" : "http://") + server.host() + ":" + PORT;
    }

    /**
     * What can be queried, and what it is made from.
     *
     * @return the datasets
     */
    public Datasets datasets() {
        return new Datasets(http, jobs);
    }

    /**
     * What fills datasets.
     *
     * @return the jobs
     */
    public Jobs jobs() {
        return jobs;
    }

    /**
     * What datasets are made from.
     *
     * @return the manifests
     */
    public Manifests manifests() {
        return new Manifests(http);
    }

    /**
     * Where raw datasets get their blocks from.
     *
     * @return the providers
     */
    public Providers providers() {
        return new Providers(http);
    }

    /**
     * The copies of tables in storage.
     *
     * @return the revisions
     */
    public Revisions revisions() {
        return new Revisions(http);
    }

    /**
     * The files that revisions are made of.
     *
     * @return the files
     */
    public Files files() {
        return new Files(http);
    }

    /**
     * What columns SQL would give.
     *
     * @return the analysis
     */
    public SchemaAnalysis schema() {
        return new SchemaAnalysis(http);
    }

    /**
     * Who does the work.
     *
     * @return the workers
     */
    public Workers workers() {
        return new Workers(http);
    }

    /** The address, and nothing that could be secret. */
    @Override
    public String toString() {
        return "AdminClient[" + http.options().base() + "]";
    }
}
