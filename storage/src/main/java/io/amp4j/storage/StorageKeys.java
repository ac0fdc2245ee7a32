package io.amp4j.storage;

import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.config.Secret;
import java.util.List;

/** The settings of a storage, for the loaders that stand on one. */
public final class StorageKeys {
    /** A server that speaks S3's protocol. */
    public static final ConfigKey<String> S3_ENDPOINT = ConfigKey.text(
            "s3.endpoint",
            "URL of a server that speaks S3's protocol, such as http://localhost:9000; AWS itself unless given.");

    /** The region. */
    public static final ConfigKey<String> S3_REGION = ConfigKey.text(
            "s3.region", "Region of the bucket; unless given, as the AWS SDK finds it (AWS_REGION, profile).");

    /** Buckets in the path. */
    public static final ConfigKey<Boolean> S3_PATH_STYLE = ConfigKey.flag(
            "s3.path-style",
            "Whether the bucket is named in the path instead of the host; true unless given where s3.endpoint is set.");

    /** The access key's id. */
    public static final ConfigKey<String> S3_ACCESS_KEY = ConfigKey.text(
            "s3.access-key",
            "Id of the access key; unless given, credentials are as the AWS SDK finds them (environment, profile, role).");

    /** The access key's secret. */
    public static final ConfigKey<Secret> S3_SECRET_KEY =
            ConfigKey.secret("s3.secret-key", "Secret of the access key, with s3.access-key.");

    /** The token of temporary credentials. */
    public static final ConfigKey<Secret> S3_SESSION_TOKEN =
            ConfigKey.secret("s3.session-token", "Token of temporary credentials, with s3.access-key.");

    /** Whether files outlive a power failure. */
    public static final ConfigKey<Boolean> FORCE = ConfigKey.flag(
                    "force",
                    "On a local disk, whether files are forced to it before they count. Without it a power failure may lose commits; a"
                            + " killed process loses none.")
            .withDefault(true);

    /** All of them. */
    public static final List<ConfigKey<?>> ALL =
            List.of(S3_ENDPOINT, S3_REGION, S3_PATH_STYLE, S3_ACCESS_KEY, S3_SECRET_KEY, S3_SESSION_TOKEN, FORCE);

    private StorageKeys() {}
}
