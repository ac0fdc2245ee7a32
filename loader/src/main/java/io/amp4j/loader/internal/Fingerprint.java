package io.amp4j.loader.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Stands for a query or a schema in the stream state: 32 hex digits of SHA-256. */
final class Fingerprint {
    private static final int DIGITS = 32;

    private Fingerprint() {}

    static String of(String identity) {
        return digest(identity.strip());
    }

    /** Names and types count; whether a column may be null, and a server's notes beside it, do not. */
    static String of(Schema schema) {
        StringBuilder text = new StringBuilder();
        schema.getFields().forEach(field -> append(text, field));
        return digest(text.toString());
    }

    private static void append(StringBuilder text, Field field) {
        text.append(field.getName().length()).append(':').append(field.getName());
        text.append(' ').append(field.getType()).append('(');
        field.getChildren().forEach(child -> append(text, child));
        text.append(')');
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
