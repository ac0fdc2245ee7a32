package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.client.registry.About;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a dataset says of itself; mixed in by the commands that publish and update. */
final class AboutOptions {
    @Option(names = "--chain", paramLabel = "NAME", description = "A chain that it is about; may be repeated.")
    private @Nullable List<String> chains;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is, in a few words.")
    private @Nullable String description;

    @Option(names = "--keyword", paramLabel = "WORD", description = "A word by which it is found; may be repeated.")
    private @Nullable List<String> keywords;

    @Option(names = "--source", paramLabel = "PLACE", description = "What it is made from; may be repeated.")
    private @Nullable List<String> sources;

    @Option(names = "--readme", paramLabel = "FILE", description = "A file with a text about it, in Markdown.")
    private @Nullable Path readme;

    @Option(names = "--repository", paramLabel = "URL", description = "Where its source is.")
    private @Nullable String repository;

    @Option(names = "--license", paramLabel = "NAME", description = "Its license, such as Apache-2.0.")
    private @Nullable String license;

    /** What was said, over what was there. */
    About over(About before) {
        About about = chains == null
                ? before
                : new About(
                        chains,
                        before.description(),
                        before.keywords(),
                        before.sources(),
                        before.readme(),
                        before.repositoryUrl(),
                        before.license());
        about = description == null ? about : about.description(description);
        about = keywords == null ? about : about.keywords(keywords.toArray(String[]::new));
        about = sources == null ? about : about.sources(sources.toArray(String[]::new));
        about = readme == null ? about : about.readme(text(readme));
        about = repository == null ? about : about.repositoryUrl(repository);
        return license == null ? about : about.license(license);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AmpException(CliError.INPUT, file + " cannot be read: " + Reason.of(e) + ".", e);
        }
    }
}
