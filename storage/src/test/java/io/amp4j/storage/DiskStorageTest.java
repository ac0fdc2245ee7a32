package io.amp4j.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.storage.testkit.ForcedPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStorageTest extends StorageContract {
    @TempDir
    Path directory;

    @Override
    Storage openEmpty() {
        return open(root().toString());
    }

    private Path root() {
        return directory.resolve("not there yet");
    }

    private static Storage open(String location) {
        return Storages.open(location, Config.of("test:x", Map.of(), StorageKeys.ALL));
    }

    @Override
    long unfinished() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".unfinished")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_location_is_a_path_or_a_file_url() {
        open(directory.toString()).put("file", "x".getBytes(UTF_8));

        assertThat(open("file:" + directory).read("file")).isEqualTo("x".getBytes(UTF_8));
        assertThat(open("file://" + directory).read("file")).isEqualTo("x".getBytes(UTF_8));
        assertThat(open(directory.toString()).location()).isEqualTo("file://" + directory);
        assertThat(open(directory.toString()).nameOf("file:" + directory + "/a/b"))
                .isEqualTo("a/b");
    }

    @Test
    void an_unknown_kind_of_place_is_refused() {
        assertThatThrownBy(() -> open("gs://bucket/x"))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.CONFIG_INVALID))
                .hasMessageContaining("s3://bucket/prefix");
    }

    @Test
    void a_folder_in_the_way_is_a_failure_that_names_it() throws IOException {
        Files.createDirectories(directory.resolve("folder"));

        assertThatThrownBy(() -> open(directory.toString()).read("folder"))
                .isInstanceOf(AmpException.class)
                .hasMessageContaining(directory.resolve("folder").toString());
        assertThat(open(directory.toString()).find("folder")).isEmpty();
    }

    @Test
    void a_file_is_forced_when_it_is_finished_or_later_with_others() {
        assertThat(ForcedPaths.during(() -> storage.put("folder/file", "x".getBytes(UTF_8))))
                .hasSize(2)
                .endsWith(root().resolve("folder"));
        assertThat(ForcedPaths.during(() -> putUnforced("folder/one", "folder/two", "other/three")))
                .isEmpty();
        assertThat(ForcedPaths.during(() -> storage.force(List.of("folder/one", "other/three"))))
                .containsExactlyInAnyOrder(
                        root().resolve("folder/one"),
                        root().resolve("folder"),
                        root().resolve("other/three"),
                        root().resolve("other"));
    }

    @Test
    void nothing_is_forced_where_that_is_switched_off() {
        Config config = Config.of("test:x", Map.of("force", "false"), StorageKeys.ALL);
        try (Storage careless = Storages.open(root().toString(), config)) {
            assertThat(ForcedPaths.during(() -> {
                        careless.put("file", "x".getBytes(UTF_8));
                        careless.force(List.of("file"));
                    }))
                    .isEmpty();
        }
    }

    private void putUnforced(String... names) {
        for (String name : names) {
            try (StorageOutput out = storage.create(name)) {
                out.write('x');
                out.finishUnforced();
            }
        }
    }

    @Test
    void closing_after_finishing_leaves_the_file() {
        try (StorageOutput out = storage.create("file")) {
            out.write('x');
            out.finish();
        }

        assertThat(storage.read("file")).isEqualTo("x".getBytes(UTF_8));
        assertThat(unfinished()).isZero();
    }
}
