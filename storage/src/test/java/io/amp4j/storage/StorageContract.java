package io.amp4j.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every storage does. */
abstract class StorageContract {
    Storage storage;

    /** Opens a storage that is empty. */
    abstract Storage openEmpty();

    @BeforeEach
    void open_storage() {
        storage = openEmpty();
    }

    @AfterEach
    void close_storage() {
        storage.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private String text(String name) {
        return new String(storage.read(name), UTF_8);
    }

    private List<String> names(String prefix) {
        return storage.list(prefix).stream().map(StoredFile::name).toList();
    }

    private List<String> namesFrom(String least) {
        return storage.listFrom(least).stream().map(StoredFile::name).toList();
    }

    @Test
    void a_file_is_read_back_whole_and_in_parts() {
        storage.put("folder/file", bytes("0123456789"));

        assertThat(text("folder/file")).isEqualTo("0123456789");
        assertThat(storage.read("folder/file", 3, 4)).isEqualTo(bytes("3456"));
        assertThat(storage.read("folder/file", 3, 0)).isEmpty();
    }

    @Test
    void an_empty_file_is_a_file() {
        storage.put("empty", new byte[0]);

        assertThat(storage.read("empty")).isEmpty();
        assertThat(storage.find("empty")).get().extracting(StoredFile::length).isEqualTo(0L);
    }

    @Test
    void a_file_is_found_with_its_length_and_time() {
        storage.put("file", bytes("abc"));

        StoredFile found = storage.find("file").orElseThrow();

        assertThat(found.name()).isEqualTo("file");
        assertThat(found.length()).isEqualTo(3);
        assertThat(found.modified())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }

    @Test
    void what_is_missing_is_said_to_be() {
        assertThat(storage.find("none")).isEmpty();
        assertThat(storage.readVersioned("none")).isEmpty();
        assertThat(storage.list("none")).isEmpty();
        assertThat(storage.listFrom("none/none")).isEmpty();
        for (Callable<?> read : List.<Callable<?>>of(
                () -> storage.read("none"), () -> storage.read("none", 0, 1), () -> storage.open("none"))) {
            assertThatThrownBy(read::call)
                    .isInstanceOfSatisfying(
                            AmpException.class, e -> assertThat(e.code()).isEqualTo(StorageError.NOT_FOUND))
                    .hasMessageContaining("none");
        }
    }

    @Test
    void a_put_replaces() {
        storage.put("file", bytes("long before"));
        storage.put("file", bytes("after"));

        assertThat(text("file")).isEqualTo("after");
    }

    @Test
    void files_are_visible_before_they_are_forced() {
        for (String name : List.of("folder/one", "folder/two")) {
            try (StorageOutput out = storage.create(name)) {
                out.write(bytes(name), 0, name.length());
                out.finishUnforced();
            }
        }

        assertThat(names("")).containsExactly("folder/one", "folder/two");
        storage.force(List.of("folder/one", "folder/none", "folder/two"));
        assertThat(text("folder/one")).isEqualTo("folder/one");
        assertThat(unfinished()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000, (8 << 20) - 1, 8 << 20, (8 << 20) + 1, 21_000_000})
    void a_stream_of_any_size_is_read_back(int size) throws IOException {
        byte[] content = random(size);
        try (StorageOutput out = storage.create("stream")) {
            for (int from = 0; from < size; from += 999_983) {
                out.write(content, from, Math.min(999_983, size - from));
            }
            assertThat(out.position()).isEqualTo(size);
            out.finish();
        }

        try (StorageInput in = storage.open("stream")) {
            assertThat(in.length()).isEqualTo(size);
            assertThat(Arrays.equals(in.readAllBytes(), content)).isTrue();
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void an_empty_file_is_read_to_its_end() throws IOException {
        storage.put("empty", new byte[0]);
        try (StorageInput in = storage.open("empty")) {
            assertThat(in.length()).isZero();
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void an_unfinished_stream_is_never_seen() {
        storage.put("file", bytes("before"));
        try (StorageOutput out = storage.create("file")) {
            out.write(random(9 << 20), 0, 9 << 20);
            assertThat(text("file")).isEqualTo("before");
            assertThat(names("")).containsExactly("file");
            assertThat(namesFrom("a")).containsExactly("file");
        }

        assertThat(text("file")).isEqualTo("before");
    }

    @Test
    void an_input_is_read_from_any_position() throws IOException {
        byte[] content = random(3_000_000);
        storage.put("file", content);

        try (StorageInput in = storage.open("file")) {
            Random random = new Random(7);
            for (int i = 0; i < 200; i++) {
                int from = random.nextInt(content.length);
                int length = random.nextInt(Math.min(content.length - from, 50_000) + 1);
                in.seek(from);
                assertThat(in.readNBytes(length)).isEqualTo(Arrays.copyOfRange(content, from, from + length));
                assertThat(in.position()).isEqualTo(from + length);
            }
            in.seek(content.length);
            assertThat(in.read()).isEqualTo(-1);
            assertThatThrownBy(() -> in.seek(content.length + 1L)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void only_the_first_put_if_absent_succeeds() {
        assertThat(storage.putIfAbsent("log/1", bytes("first"))).isTrue();
        assertThat(storage.putIfAbsent("log/1", bytes("second"))).isFalse();

        assertThat(text("log/1")).isEqualTo("first");
        assertThat(names("")).containsExactly("log/1");
    }

    @Test
    void of_many_writers_of_one_name_one_succeeds() throws Exception {
        for (int round = 0; round < 5; round++) {
            String name = "race/" + round;
            List<Integer> winners = new ArrayList<>();
            List<Boolean> outcomes = atOnce(8, writer -> storage.putIfAbsent(name, bytes("writer " + writer)));
            IntStream.range(0, 8).filter(outcomes::get).forEach(winners::add);

            assertThat(winners).hasSize(1);
            assertThat(text(name)).isEqualTo("writer " + winners.get(0));
        }
    }

    @Test
    void a_replacement_needs_the_version_that_is_there() {
        storage.put("manifest", bytes("one"));
        VersionedContent one = storage.readVersioned("manifest").orElseThrow();

        String two = storage.replace("manifest", bytes("two"), one.version()).orElseThrow();

        assertThat(one.content()).isEqualTo(bytes("one"));
        assertThat(storage.replace("manifest", bytes("late"), one.version())).isEmpty();
        assertThat(storage.replace("manifest", bytes("three"), two)).isPresent();
        assertThat(text("manifest")).isEqualTo("three");
        assertThat(storage.replace("none", bytes("x"), two)).isEmpty();
        assertThat(names("")).containsExactly("manifest");
    }

    @Test
    void of_many_replacements_of_one_version_one_succeeds() throws Exception {
        storage.put("manifest", bytes("0"));
        for (int round = 0; round < 5; round++) {
            int number = round;
            String version = storage.readVersioned("manifest").orElseThrow().version();
            List<Boolean> outcomes = atOnce(
                    8,
                    writer -> storage.replace("manifest", bytes(number + " by " + writer), version)
                            .isPresent());

            assertThat(outcomes).containsOnlyOnce(true);
            assertThat(text("manifest")).isEqualTo(number + " by " + outcomes.indexOf(true));
        }
    }

    private interface Writer {
        boolean write(int number);
    }

    private static List<Boolean> atOnce(int writers, Writer writer) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Boolean> outcomes = new ArrayList<>();
            for (Future<Boolean> outcome : threads.invokeAll(IntStream.range(0, writers)
                    .mapToObj(number -> (Callable<Boolean>) () -> writer.write(number))
                    .toList())) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void files_are_listed_by_prefix_in_order() {
        for (String name : List.of("b/2", "b/10", "b/1/x", "a", "bc", "c/1")) {
            storage.put(name, bytes(name));
        }

        assertThat(names("")).containsExactly("a", "b/1/x", "b/10", "b/2", "bc", "c/1");
        assertThat(names("b")).containsExactly("b/1/x", "b/10", "b/2", "bc");
        assertThat(names("b/")).containsExactly("b/1/x", "b/10", "b/2");
        assertThat(names("b/1")).containsExactly("b/1/x", "b/10");
        assertThat(storage.list("bc"))
                .singleElement()
                .extracting(StoredFile::length)
                .isEqualTo(2L);
    }

    @Test
    void the_files_of_a_folder_are_listed_from_a_name_on() {
        for (String name : List.of("log/1", "log/2", "log/3", "log/deeper/4", "logs", "1", "9")) {
            storage.put(name, bytes(name));
        }

        assertThat(namesFrom("log/2")).containsExactly("log/2", "log/3");
        assertThat(namesFrom("log/20")).containsExactly("log/3");
        assertThat(namesFrom("log/4")).isEmpty();
        assertThat(namesFrom("2")).containsExactly("9", "logs");
    }

    @Test
    void the_folders_below_one_are_listed() {
        for (String name : List.of("b/1/x", "b/2/y/z", "b/3", "a/x", "c")) {
            storage.put(name, bytes(name));
        }

        assertThat(storage.folders("")).containsExactly("a", "b");
        assertThat(storage.folders("b")).containsExactly("b/1", "b/2");
        assertThat(storage.folders("a")).isEmpty();
        assertThat(storage.folders("none")).isEmpty();
    }

    @Test
    void many_files_are_listed_and_deleted() {
        List<String> all =
                IntStream.range(0, 1100).mapToObj(i -> "many/%04d".formatted(i)).toList();
        all.parallelStream().forEach(name -> storage.put(name, bytes(name)));

        assertThat(names("many/")).isEqualTo(all);
        assertThat(namesFrom("many/0500")).isEqualTo(all.subList(500, 1100));
        storage.delete(all);
        assertThat(names("")).isEmpty();
    }

    @Test
    void deleting_what_is_not_there_is_no_failure() {
        storage.put("file", bytes("x"));

        storage.delete(List.of("none", "file"));
        storage.delete(List.of());

        assertThat(storage.find("file")).isEmpty();
    }

    @Test
    void names_that_people_choose_are_kept() {
        List<String> odd = List.of("space here/a+b=c%20", "ü/日本", "quote'\"", "x=1/y=a%2Fb/file", "#?&");
        odd.forEach(name -> storage.put(name, bytes(name)));

        assertThat(names("")).containsExactlyInAnyOrderElementsOf(odd);
        odd.forEach(name -> assertThat(text(name)).isEqualTo(name));
        assertThat(odd)
                .allSatisfy(name ->
                        assertThat(storage.nameOf(storage.locationOf(name))).isEqualTo(name));
        storage.delete(odd);
        assertThat(names("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/etc/passwd", "../up", "a/../../up", "a//b", "a/", "./a", ".", "a\0b"})
    void names_that_leave_the_root_are_refused(String name) {
        for (Callable<?> call : List.<Callable<?>>of(
                () -> storage.read(name),
                () -> storage.create(name),
                () -> storage.find(name),
                () -> storage.putIfAbsent(name, bytes("x")))) {
            assertThatThrownBy(call::call)
                    .isInstanceOfSatisfying(
                            AmpException.class, e -> assertThat(e.code()).isEqualTo(StorageError.NAME));
        }
    }

    @Test
    void a_location_outside_of_the_root_has_no_name() {
        assertThatThrownBy(() -> storage.nameOf(storage.location() + "x/file"))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(StorageError.NAME));
    }

    @Test
    void what_a_dead_writer_left_is_swept_and_nothing_else() {
        storage.put("file", bytes("stays"));
        StorageOutput dead = storage.create("folder/dead");
        dead.write(random(9 << 20), 0, 9 << 20);
        assertThat(unfinished()).isEqualTo(1);

        storage.sweep("", Duration.ofHours(1));
        assertThat(unfinished()).isEqualTo(1);
        storage.sweep("another", Duration.ofMinutes(-1));
        assertThat(unfinished()).isEqualTo(1);
        storage.sweep("folder", Duration.ofMinutes(-1));
        assertThat(unfinished()).isZero();
        assertThat(names("")).containsExactly("file");
        dead.close();
    }

    /** How many unfinished files there are, looked at without the storage. */
    abstract long unfinished();
}
