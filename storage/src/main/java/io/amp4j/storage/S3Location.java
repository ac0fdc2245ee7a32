package io.amp4j.storage;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket and a prefix in it.
 *
 * @param bucket the bucket's name
 * @param prefix without slashes at its ends; empty for the whole bucket
 */
record S3Location(String bucket, String prefix) {
    private static final Pattern LOCATION = Pattern.compile("(?i:s3a?)://([^/]+)(?:/(.*))?", Pattern.DOTALL);

    static S3Location parse(String location) {
        Matcher parts = LOCATION.matcher(location);
        if (!parts.matches()) {
            throw new AmpException(LoadError.CONFIG_INVALID, "'" + location + "' is not written s3://bucket/prefix");
        }
        String prefix = parts.group(2) == null ? "" : parts.group(2).replaceAll("^/+|/+$", "");
        if (!prefix.isEmpty()) {
            Names.checked(prefix);
        }
        return new S3Location(parts.group(1), prefix);
    }

    String key(String name) {
        return keyPrefix(Names.checked(name));
    }

    /** As {@link #key}, for a beginning of a name too. */
    String keyPrefix(String name) {
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String nameOf(String key) {
        return prefix.isEmpty() ? key : key.substring(prefix.length() + 1);
    }

    boolean isRootOf(S3Location other) {
        return other.bucket.equals(bucket) && (prefix.isEmpty() || other.prefix.startsWith(prefix + "/"));
    }

    @Override
    public String toString() {
        return prefix.isEmpty() ? "s3://" + bucket : "s3://" + bucket + "/" + prefix;
    }
}
