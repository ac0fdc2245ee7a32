package io.amp4j.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static Settings settings(String uri) {
        return Settings.of(Config.of(uri, Map.of(), SnowflakeKeys.ALL));
    }

    @Test
    void an_account_is_a_host_and_names_keep_their_case() {
        Settings settings = settings("snowflake://me:pw@org-account/Data/public?warehouse=W&role=R");
        Properties driver = settings.driver();
        assertThat(settings.url()).isEqualTo("jdbc:snowflake://org-account.snowflakecomputing.com/");
        assertThat(driver.getProperty("account")).isEqualTo("org-account");
        assertThat(driver.getProperty("db")).isEqualTo("\"Data\"");
        assertThat(driver.getProperty("schema")).isEqualTo("\"public\"");
        assertThat(driver.getProperty("user")).isEqualTo("me");
        assertThat(driver.getProperty("password")).isEqualTo("pw");
        assertThat(driver.getProperty("warehouse")).isEqualTo("W");
        assertThat(driver.getProperty("role")).isEqualTo("R");
        assertThat(driver).doesNotContainKeys("authenticator", "ssl");
    }

    @Test
    void a_key_and_a_token_tell_the_authenticator() {
        assertThat(settings("snowflake://me@a/D/S?private-key-file=k.p8&private-key-passphrase=x")
                        .driver())
                .containsEntry("authenticator", "snowflake_jwt")
                .containsEntry("private_key_file", "k.p8")
                .containsEntry("private_key_pwd", "x");
        assertThat(settings("snowflake://me@a/D/S?token=t").driver())
                .containsEntry("authenticator", "oauth")
                .containsEntry("token", "t");
        assertThat(settings("snowflake://me@a/D/S?authenticator=externalbrowser")
                        .driver())
                .containsEntry("authenticator", "externalbrowser");
    }

    @Test
    void snowpipe_streaming_needs_a_key_or_a_token_and_keeps_no_history() {
        Settings settings = settings(
                "snowflake://me@org-account/Data/PUBLIC?method=snowpipe-streaming&private-key-file=k.p8&role=R");
        assertThat(settings.pipe())
                .extracting(PipeAccess::server, PipeAccess::account, PipeAccess::database, PipeAccess::role)
                .containsExactly(URI.create("https://org-account.snowflakecomputing.com/"), "org-account", "Data", "R");
        for (String query : new String[] {"", "&private-key-file=k.p8&preserve-reorg-history=true"}) {
            AmpException refusal = catchThrowableOfType(
                    AmpException.class, () -> settings("snowflake://me:pw@a/D/S?method=snowpipe-streaming" + query));
            assertThat(refusal.code()).isEqualTo(LoadError.CONFIG_INVALID);
        }
    }

    @Test
    void nothing_secret_is_printed() {
        String uri = "snowflake://me:hunter2@a/D/S?token=hunter3&private-key-passphrase=hunter4";
        assertThat(settings(uri).toString()).isEqualTo("snowflake://a/D/S");
        assertThat(settings(uri).url()).doesNotContain("hunter");
    }

    @Test
    void a_uri_without_a_schema_is_refused_with_an_example() {
        for (String uri : new String[] {"snowflake://me@a/D", "snowflake:D/S", "snowflake://me@a/D/S/T"}) {
            AmpException refusal = catchThrowableOfType(AmpException.class, () -> settings(uri));
            assertThat(refusal.code()).isEqualTo(LoadError.CONFIG_INVALID);
            assertThat(refusal).hasMessageContaining("snowflake://user@account/");
        }
    }
}
