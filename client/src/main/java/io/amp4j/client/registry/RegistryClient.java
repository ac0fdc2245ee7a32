package io.amp4j.client.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.ServiceOptions;
import io.amp4j.client.dataset.DatasetDescription;
import io.amp4j.client.dataset.DatasetName;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.dataset.Manifest;
import io.amp4j.client.internal.http.Bodies;
import io.amp4j.client.internal.http.Call;
import io.amp4j.client.internal.http.HttpErrors;
import io.amp4j.client.internal.http.HttpOptions;
import io.amp4j.client.internal.http.JsonHttp;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The registry of datasets. Anybody may read what is public; to publish, and to read what is one's own, takes a login. Thread-safe;
 * it connects with its first call, and holds nothing that would have to be closed.
 *
 * <pre>{@code
 * RegistryClient registry = RegistryClient.connect();
 * for (PublishedDataset dataset : registry.search("erc20 transfers", PageRequest.first()).datasets()) {
 *     System.out.println(dataset.name() + ": " + dataset.about().description().orElse(""));
 * }
 * }</pre>
 *
 * <p>Every method throws an {@link AmpException}: its code is {@code AMP-REGISTRY-} and the registry's own code with dashes, such as
 * {@code AMP-REGISTRY-DATASET-NOT-FOUND}, or {@code AMP-UNAUTHENTICATED}, {@code AMP-UNAVAILABLE} and the like.
 * {@link AmpException#retryable()} says whether to try again.
 */
public final class RegistryClient {
    /** The environment variable that names another registry than the hosted one. */
    public static final String VARIABLE = "AMP_REGISTRY_URL";

    private static final String HOSTED = "https://api.registry.amp.staging.thegraph.com";
    private static final String[] DATASETS = {"api", "v1", "datasets"};
    private static final String[] OWN = {"api", "v1", "owners", "@me", "datasets"};

    private final JsonHttp http;

    /**
     * A registry behind some options; {@link #connect()} is simpler.
     *
     * @param options where it is, and how to call it
     */
    public RegistryClient(ServiceOptions options) {
        HttpOptions settings = HttpOptions.of("the registry", options);
        http = new JsonHttp(settings, new HttpErrors(settings, "AMP-REGISTRY-", Map.of()));
    }

    /**
     * The registry of {@value #VARIABLE}, else the hosted one, with this user's login.
     *
     * @return the registry
     */
    public static RegistryClient connect() {
        String named = System.getenv(VARIABLE);
        return connect(named == null || named.isBlank() ? HOSTED : named);
    }

    /**
     * The hosted registry's address.
     *
     * @return the address
     */
    public static String hostedUrl() {
        return HOSTED;
    }

    /**
     * The registry at an address, with this user's login.
     *
     * @param uri its address
     * @return the registry
     * @throws AmpException with code {@code AMP-BAD-URI} if the address is malformed
     */
    public static RegistryClient connect(String uri) {
        return new RegistryClient(ServiceOptions.at(uri));
    }

    private static String[] path(String[] root, String... more) {
        return Stream.concat(Stream.of(root), Stream.of(more)).toArray(String[]::new);
    }

    private static String[] path(String[] root, DatasetName name, String... more) {
        return path(path(root, name.namespace(), name.name()), more);
    }

    private static String[] path(String[] root, DatasetRef ref, String... more) {
        return path(path(root, ref.dataset(), "versions", ref.revision()), more);
    }

    /**
     * Published datasets.
     *
     * @param page which of them
     * @return the page
     */
    public DatasetPage list(PageRequest page) {
        Call call = http.get(DATASETS).query("limit", page.size()).query("page", page.number());
        page.sortBy()
                .ifPresent(field -> call.query("sort_by", field)
                        .query("direction", page.order().word()));
        return DatasetPage.of(call.answer());
    }

    /**
     * Datasets that have the words of a question, the best first.
     *
     * @param words the question
     * @param page which of them; its order does not matter
     * @return the page, with scores
     */
    public DatasetPage search(String words, PageRequest page) {
        return DatasetPage.of(http.get(path(DATASETS, "search"))
                .query("search", words)
                .query("limit", page.size())
                .query("page", page.number())
                .answer());
    }

    /**
     * Datasets that fit what a question means, the best first.
     *
     * @param question in natural language
     * @param limit how many at most, 1 to 1000
     * @return the datasets, with scores
     */
    public List<PublishedDataset> searchByMeaning(String question, int limit) {
        return http.get(path(DATASETS, "search", "ai"))
                .query("search", question)
                .query("limit", PageRequest.first().size(limit).size())
                .answer()
                .list(PublishedDataset::of);
    }

    /**
     * A dataset.
     *
     * @param name its name
     * @return the dataset
     */
    public PublishedDataset get(DatasetName name) {
        return PublishedDataset.of(http.get(path(DATASETS, name)).answer());
    }

    /**
     * The versions of a dataset.
     *
     * @param name its name
     * @return the latest first
     */
    public List<PublishedVersion> versions(DatasetName name) {
        return http.get(path(DATASETS, name, "versions")).answer().list(PublishedVersion::of);
    }

    /**
     * A version of a dataset.
     *
     * @param ref the dataset and the version, or {@code latest}
     * @return the version
     */
    public PublishedVersion version(DatasetRef ref) {
        return PublishedVersion.of(http.get(path(DATASETS, ref)).answer());
    }

    /**
     * What a version is made from.
     *
     * @param ref the dataset and the version, or {@code latest}
     * @return its manifest
     */
    public Manifest manifest(DatasetRef ref) {
        return new Manifest(http.get(path(DATASETS, ref, "manifest")).answer().all());
    }

    /**
     * The tables and columns of a version.
     *
     * @param ref the dataset and the version, or {@code latest}
     * @return as its manifest has them
     */
    public DatasetDescription describe(DatasetRef ref) {
        return manifest(ref).describe();
    }

    /**
     * Publishes a dataset with its first version; the caller owns it.
     *
     * @param name its name
     * @param visibility who is to find it
     * @param about what it says of itself
     * @param version its first version
     * @return the dataset
     */
    public PublishedDataset publish(DatasetName name, Visibility visibility, About about, NewVersion version) {
        ObjectNode body = about.json()
                .put("namespace", name.namespace())
                .put("name", name.name())
                .put("visibility", visibility.word());
        body.set("version", version.json());
        return PublishedDataset.of(http.post(path(OWN, "publish")).body(body).answer());
    }

    /**
     * Publishes another version of one's own dataset.
     *
     * @param name the dataset
     * @param version the version
     * @return the version
     */
    public PublishedVersion publishVersion(DatasetName name, NewVersion version) {
        return PublishedVersion.of(http.post(path(OWN, name, "versions", "publish"))
                .body(version.json())
                .answer());
    }

    /**
     * Changes what one's own dataset says of itself, all of it.
     *
     * @param name the dataset
     * @param about what it is to say; take that of {@link #get(DatasetName)} to change a part
     * @return the dataset
     */
    public PublishedDataset update(DatasetName name, About about) {
        return PublishedDataset.of(http.put(path(OWN, name)).body(about.json()).answer());
    }

    /**
     * Changes who finds one's own dataset.
     *
     * @param name the dataset
     * @param visibility who
     * @return the dataset
     */
    public PublishedDataset setVisibility(DatasetName name, Visibility visibility) {
        return PublishedDataset.of(http.patch(path(OWN, name, "visibility"))
                .body(word("visibility", visibility.word()))
                .answer());
    }

    /**
     * Changes where a version of one's own dataset stands. {@link #deleteVersion} archives it.
     *
     * @param ref the dataset and the version
     * @param status where
     * @return the version
     */
    public PublishedVersion setStatus(DatasetRef ref, VersionStatus status) {
        return PublishedVersion.of(
                http.patch(path(OWN, ref)).body(word("status", status.word())).answer());
    }

    private static ObjectNode word(String name, String value) {
        return Bodies.object().put(name, value);
    }

    /**
     * Deletes a version of one's own dataset: it is archived, so that those who use it go on.
     *
     * @param ref the dataset and the version
     */
    public void deleteVersion(DatasetRef ref) {
        http.delete(path(OWN, ref)).run();
    }

    /** The address, and nothing that could be secret. */
    @Override
    public String toString() {
        return "RegistryClient[" + http.options().base() + "]";
    }
}
