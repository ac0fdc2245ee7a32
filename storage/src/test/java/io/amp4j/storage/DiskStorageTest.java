package io.amp4j.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStorageTest extends StorageContract {
    @TempDir
    Path directory;

    @Override
    Storage openEmpty() {
        return open(directory.resolve("not there yet").toString());
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
    void closing_after_finishing_leaves_the_file() {
        try (StorageOutput out = storage.create("file")) {
            out.write('x');
            out.finish();
        }

        assertThat(storage.read("file")).isEqualTo("x".getBytes(UTF_8));
        assertThat(unfinished()).isZero();
    }
}
