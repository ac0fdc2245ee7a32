package io.amp4j.snowflake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Web Token with which the owner of a key pair asks for something: issuer and subject as "Using key-pair authentication" of Snowflake's
 * SQL API guide says. A role goes into the claim {@code scp}, where Snowflake's own SDK (snowpipe-streaming 1.1.2) puts it. Immutable.
 */
final class KeyPairToken {
    /** Snowflake takes none that is valid for longer than an hour. */
    private static final Duration VALID = Duration.ofMinutes(59);

    private final RSAPrivateCrtKey key;
    private final String subject;
    private final String issuer;
    private final @Nullable String role;

    private KeyPairToken(RSAPrivateCrtKey key, String account, String user, @Nullable String role)
            throws GeneralSecurityException {
        this.key = key;
        this.subject = name(account) + "." + user.toUpperCase(Locale.ROOT);
        this.issuer = subject + ".SHA256:" + fingerprint(key);
        this.role = role;
    }

    /** The account as a token names it: without a region, in capitals. */
    private static String name(String account) {
        return account.replaceAll("\\..*$", "").toUpperCase(Locale.ROOT);
    }

    private static String fingerprint(RSAPrivateCrtKey key) throws GeneralSecurityException {
        byte[] open = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
                .getEncoded();
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(open));
    }

    /**
     * Reads the key that an access names.
     *
     * @throws AmpException with {@code AMP-DESTINATION-AUTH} if it cannot be read; nothing of the key is in the message
     */
    static KeyPairToken of(PipeAccess access, Path file) {
        try {
            RSAPrivateCrtKey key = read(Files.readString(file), access.passphrase());
            return new KeyPairToken(key, access.account(), access.user(), access.role());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
            throw new AmpException(
                    LoadError.DESTINATION_UNAUTHENTICATED,
                    "the private key in " + file
                            + " cannot be read: it must be an RSA key in PEM (PKCS-8), and private-key-passphrase the one it is encrypted with",
                    e);
        }
    }

    private static RSAPrivateCrtKey read(String pem, @Nullable Secret passphrase)
            throws IOException, GeneralSecurityException {
        byte[] bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
        boolean isEncrypted = pem.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        KeySpec spec = isEncrypted ? decrypted(bytes, passphrase) : new PKCS8EncodedKeySpec(bytes);
        return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(spec);
    }

    private static KeySpec decrypted(byte[] bytes, @Nullable Secret passphrase)
            throws IOException, GeneralSecurityException {
        if (passphrase == null) {
            throw new GeneralSecurityException("the key is encrypted, and private-key-passphrase is not given");
        }
        EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(bytes);
        // For PBES2 the name of the whole scheme stands in the parameters' text alone.
        boolean isSecond =
                encrypted.getAlgName().equals("PBES2") || encrypted.getAlgName().equals("1.2.840.113549.1.5.13");
        String scheme = isSecond ? encrypted.getAlgParameters().toString() : encrypted.getAlgName();
        Cipher cipher = Cipher.getInstance(scheme);
        cipher.init(
                Cipher.DECRYPT_MODE,
                SecretKeyFactory.getInstance(scheme)
                        .generateSecret(new PBEKeySpec(passphrase.reveal().toCharArray())),
                encrypted.getAlgParameters());
        return encrypted.getKeySpec(cipher);
    }

    /** A token that is valid from now on. */
    String sign(Instant now) {
        ObjectNode claims = JsonNodeFactory.instance
                .objectNode()
                .put("iss", issuer)
                .put("sub", subject)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(VALID).getEpochSecond());
        if (role != null) {
            claims.put("scp", "session:role:" + role);
        }
        String signed = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encoded(claims.toString());
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no RSA", e);
        }
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return subject;
    }
}
