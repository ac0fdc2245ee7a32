package io.amp4j.snowflake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What Snowpipe Streaming's HTTP needs to know of a destination.
 *
 * @param server where the account answers
 * @param account the account's identifier
 * @param user who loads
 * @param role the role that loads, or null for the user's own
 * @param key the file of the private key, or null where there is a token
 * @param passphrase what the key is encrypted with, or null
 * @param token an OAuth token, or null
 * @param database the database, exactly
 * @param schema the schema, exactly
 * @param connectTimeout how long connecting may take
 * @param patience how long to wait until rows are committed; zero is for ever
 */
record PipeAccess(
        URI server,
        String account,
        String user,
        @Nullable String role,
        @Nullable Path key,
        @Nullable Secret passphrase,
        @Nullable Secret token,
        String database,
        String schema,
        Duration connectTimeout,
        Duration patience) {
    PipeAccess {
        if (key == null && token == null) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "method=snowpipe-streaming takes a key pair (private-key-file) or an OAuth token (token), and no other way to log in");
        }
    }
}
