package io.amp4j.snowflake;

import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A place whose rows come through Snowpipe Streaming; its readers look at the view. */
class SnowpipeStore extends SnowflakeStore {
    /** One for all tests: they are slow to make. */
    private static final String KEY = newKey();

    private final Path key;

    SnowpipeStore(Path directory) {
        super("&method=snowpipe-streaming");
        this.key = writeKey(directory);
    }

    private static String newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file of a private key, which its owner alone may read. */
    static Path writeKey(Path directory) {
        try {
            Path file = directory.resolve("key.p8");
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, KEY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String uri() {
        return super.uri() + "&private-key-file=" + key;
    }

    @Override
    public Set<LoaderFeature> lacks() {
        return EnumSet.of(LoaderFeature.LOCKS_OUT_NEWCOMERS, LoaderFeature.UPSERT, LoaderFeature.DROP);
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns) {
        return super.rows(new TableName(table.schema(), table.name() + "_committed"), columns);
    }
}
