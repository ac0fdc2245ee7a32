package io.amp4j.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.ErrorCode;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.storage.testkit.S3Server;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

class S3StorageTest extends StorageContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @AutoClose
    private static final S3Server SERVER = S3Server.start();

    private String location;

    @Override
    Storage openEmpty() {
        location = SERVER.location("tests/" + NUMBER.incrementAndGet());
        return open(location, Map.of());
    }

    private static Config config(Map<String, String> changed) {
        Map<String, String> settings = new HashMap<>(SERVER.settings());
        settings.putAll(changed);
        return Config.of("test:x", settings, StorageKeys.ALL);
    }

    private static Storage open(String location, Map<String, String> changed) {
        return Storages.open(location, config(changed));
    }

    @Override
    long unfinished() {
        try (S3Client client = S3Clients.open(config(Map.of()))) {
            String prefix = S3Location.parse(location).prefix() + "/";
            return client.listMultipartUploads(
                            request -> request.bucket("bucket").prefix(prefix))
                    .uploads()
                    .size();
        }
    }

    @Test
    void s3a_is_another_word_for_s3() {
        storage.put("file", "x".getBytes(UTF_8));

        try (Storage other = open(location.replace("s3:", "s3a:") + "/", Map.of())) {
            assertThat(other.read("file")).isEqualTo("x".getBytes(UTF_8));
            assertThat(other.location()).isEqualTo(location);
            assertThat(other.nameOf(location.replace("s3:", "s3a:") + "/file")).isEqualTo("file");
        }
    }

    @Test
    void a_lost_answer_of_a_conditional_write_is_found_to_be_ones_own() {
        byte[] content = "unique to this writer".getBytes(UTF_8);
        storage.put("log/1", content);

        assertThat(storage.putIfAbsent("log/1", content)).isTrue();
    }

    @Test
    void wrong_credentials_are_refused_for_good() {
        assertRefused(location, Map.of("s3.secret-key", "wrong"), LoadError.DESTINATION_UNAUTHENTICATED);
    }

    @Test
    void a_missing_bucket_is_refused_for_good() {
        assertRefused("s3://no-such-bucket/x", Map.of(), LoadError.DESTINATION_FAILED);
    }

    @Test
    void a_server_that_is_not_there_may_come_back() {
        assertRefused(location, Map.of("s3.endpoint", "http://127.0.0.1:1"), LoadError.DESTINATION_UNAVAILABLE);
    }

    private static void assertRefused(String location, Map<String, String> changed, ErrorCode code) {
        try (Storage other = open(location, changed)) {
            assertThatThrownBy(() -> other.put("file", "x".getBytes(UTF_8)))
                    .isInstanceOfSatisfying(
                            AmpException.class, e -> assertThat(e.code()).isEqualTo(code));
            assertThatThrownBy(() -> other.putIfAbsent("file", "x".getBytes(UTF_8)))
                    .isInstanceOfSatisfying(
                            AmpException.class, e -> assertThat(e.code()).isEqualTo(code));
            assertThatThrownBy(() -> other.list(""))
                    .isInstanceOfSatisfying(
                            AmpException.class, e -> assertThat(e.code()).isEqualTo(code));
        }
    }

    @Test
    void half_of_a_key_is_refused() {
        Config half = Config.of("test:x", Map.of("s3.access-key", "id"), StorageKeys.ALL);

        assertThatThrownBy(() -> Storages.open(location, half))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.CONFIG_INVALID));
    }
}
