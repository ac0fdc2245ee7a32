package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.registry.About;
import io.amp4j.client.registry.NewVersion;
import io.amp4j.client.registry.PublishedDataset;
import io.amp4j.client.registry.PublishedVersion;
import io.amp4j.client.registry.RegistryClient;
import io.amp4j.client.registry.VersionStatus;
import io.amp4j.client.registry.Visibility;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of {@code amp registry} that change what is published. */
final class RegistryPublishing {
    private RegistryPublishing() {}

    /** A version to publish, as parameters and options. */
    static final class Upload {
        @Parameters(index = "0", paramLabel = "NAMESPACE/NAME@VERSION", description = "The dataset and its version.")
        private String target = "";

        @Parameters(index = "1", paramLabel = "MANIFEST", description = "A file with the manifest, or -.")
        private String manifest = "";

        @Option(names = "--draft", description = "Not yet for others to use.")
        private boolean draft;

        @Option(names = "--changelog", paramLabel = "TEXT", description = "What changed with this version.")
        private @Nullable String changelog;

        DatasetRef ref() {
            DatasetRef ref = DatasetRef.parse(target);
            if (!target.contains("@")) {
                throw new AmpException(CliError.USAGE, "Which version? Write " + ref.dataset() + "@1.0.0.");
            }
            return ref;
        }

        NewVersion version(Console console) {
            NewVersion version = new NewVersion(ref().revision(), ManifestFile.read(manifest, console));
            version = draft ? version.asDraft() : version;
            return changelog == null ? version : version.changelog(changelog);
        }
    }

    static final class Publish extends RegistryCommand {
        @Mixin
        private final Upload upload = new Upload();

        @Mixin
        private final AboutOptions about = new AboutOptions();

        @Option(names = "--private", description = "Only for its owner; without, everybody finds it.")
        private boolean hidden;

        Publish(Console console) {
            super(console);
        }

        @Override
        void run(RegistryClient client, Answer answer) {
            PublishedDataset dataset = client.publish(
                    upload.ref().dataset(),
                    hidden ? Visibility.PRIVATE : Visibility.PUBLIC,
                    about.over(About.ofChains()),
                    upload.version(console()));
            answer.done("published " + upload.ref() + ", " + dataset.visibility(), dataset);
        }
    }

    static final class PublishVersion extends RegistryCommand {
        @Mixin
        private final Upload upload = new Upload();

        PublishVersion(Console console) {
            super(console);
        }

        @Override
        void run(RegistryClient client, Answer answer) {
            PublishedVersion version = client.publishVersion(upload.ref().dataset(), upload.version(console()));
            answer.done("published " + version.ref() + " as " + version.status(), version);
        }
    }

    static final class Update extends RegistryCommand {
        @Mixin
        private final RegistryGroup.Name name = new RegistryGroup.Name();

        @Mixin
        private final AboutOptions about = new AboutOptions();

        Update(Console console) {
            super(console);
        }

        @Override
        void run(RegistryClient client, Answer answer) {
            About before = client.get(name.get()).about();
            PublishedDataset dataset = client.update(name.get(), about.over(before));
            answer.done("updated " + dataset.name(), dataset);
        }
    }

    static final class SetVisibility extends RegistryCommand {
        @Mixin
        private final RegistryGroup.Name name = new RegistryGroup.Name();

        @Parameters(index = "1", paramLabel = "WHO", description = "public or private.")
        private String visibility = "";

        SetVisibility(Console console) {
            super(console);
        }

        @Override
        void run(RegistryClient client, Answer answer) {
            PublishedDataset dataset = client.setVisibility(name.get(), new Visibility(visibility));
            answer.done(dataset.name() + " is " + dataset.visibility(), dataset);
        }
    }

    static final class SetStatus extends RegistryCommand {
        @Mixin
        private final RegistryGroup.Ref ref = new RegistryGroup.Ref();

        @Parameters(index = "1", paramLabel = "STATUS", description = "draft, published or deprecated.")
        private String status = "";

        SetStatus(Console console) {
            super(console);
        }

        @Override
        void run(RegistryClient client, Answer answer) {
            PublishedVersion version = client.setStatus(ref.get(), new VersionStatus(status.toLowerCase(Locale.ROOT)));
            answer.done(version.ref() + " is " + version.status(), version);
        }
    }

    static final class DeleteVersion extends RegistryCommand {
        @Mixin
        private final RegistryGroup.Ref ref = new RegistryGroup.Ref();

        @Mixin
        private final Confirmation confirmation = new Confirmation();

        DeleteVersion(Console console) {
            super(console);
        }

        @Override
        void run(RegistryClient client, Answer answer) {
            confirmation.act(
                    "archive " + ref.get(),
                    Map.of("dataset", ref.get()),
                    answer,
                    () -> client.deleteVersion(ref.get()));
        }
    }
}
