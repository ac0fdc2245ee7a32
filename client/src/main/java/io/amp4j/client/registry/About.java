package io.amp4j.client.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.internal.http.Bodies;
import io.amp4j.client.internal.http.Fields;
import java.util.List;
import java.util.Optional;

/**
 * What a dataset says of itself. Immutable; each method gives another one.
 *
 * @param chains the chains that it is about, by which it is found
 * @param description in a few words
 * @param keywords by which it is found
 * @param sources what it is made from, such as contracts
 * @param readme at length, in Markdown
 * @param repositoryUrl where its source is
 * @param license under which it may be used
 */
public record About(
        List<String> chains,
        Optional<String> description,
        List<String> keywords,
        List<String> sources,
        Optional<String> readme,
        Optional<String> repositoryUrl,
        Optional<String> license) {
    /** A dataset's words about itself; the lists are copied. */
    public About {
        chains = List.copyOf(chains);
        keywords = List.copyOf(keywords);
        sources = List.copyOf(sources);
    }

    /**
     * A dataset that says nothing but its chains.
     *
     * @param chains such as {@code mainnet}
     * @return the words
     */
    public static About ofChains(String... chains) {
        return new About(
                List.of(chains),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * As this, with a description.
     *
     * @param text a few words; the registry takes 1024 characters
     * @return the words
     */
    public About description(String text) {
        return new About(chains, Optional.of(text), keywords, sources, readme, repositoryUrl, license);
    }

    /**
     * As this, with keywords.
     *
     * @param words in place of those before
     * @return the words
     */
    public About keywords(String... words) {
        return new About(chains, description, List.of(words), sources, readme, repositoryUrl, license);
    }

    /**
     * As this, with sources.
     *
     * @param places such as contracts, in place of those before
     * @return the words
     */
    public About sources(String... places) {
        return new About(chains, description, keywords, List.of(places), readme, repositoryUrl, license);
    }

    /**
     * As this, with a readme.
     *
     * @param markdown its text
     * @return the words
     */
    public About readme(String markdown) {
        return new About(chains, description, keywords, sources, Optional.of(markdown), repositoryUrl, license);
    }

    /**
     * As this, with the place of its source.
     *
     * @param url where that is
     * @return the words
     */
    public About repositoryUrl(String url) {
        return new About(chains, description, keywords, sources, readme, Optional.of(url), license);
    }

    /**
     * As this, with a license.
     *
     * @param name such as {@code Apache-2.0}
     * @return the words
     */
    public About license(String name) {
        return new About(chains, description, keywords, sources, readme, repositoryUrl, Optional.of(name));
    }

    static About of(Fields fields) {
        return new About(
                fields.texts("indexing_chains"),
                fields.optionalText("description"),
                fields.texts("keywords"),
                fields.texts("source"),
                fields.optionalText("readme"),
                fields.optionalText("repository_url"),
                fields.optionalText("license"));
    }

    ObjectNode json() {
        ObjectNode json = Bodies.object();
        addAll(json.putArray("indexing_chains"), chains);
        addAll(json.putArray("keywords"), keywords);
        addAll(json.putArray("source"), sources);
        description.ifPresent(text -> json.put("description", text));
        readme.ifPresent(text -> json.put("readme", text));
        repositoryUrl.ifPresent(text -> json.put("repository_url", text));
        license.ifPresent(text -> json.put("license", text));
        return json;
    }

    private static void addAll(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
