package io.amp4j.client.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What proves that who asks for a login's tokens is who began it (RFC 7636, S256). Prints nothing of itself.
 *
 * @param verifier kept until the end
 * @param challenge its hash, shown at the beginning
 */
record Pkce(String verifier, String challenge) {
    private static final int BYTES = 32;

    static Pkce create() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return of(base64(random));
    }

    static Pkce of(String verifier) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new Pkce(verifier, base64(sha256.digest(verifier.getBytes(StandardCharsets.US_ASCII))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "Pkce[…]";
    }
}
