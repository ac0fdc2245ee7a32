package io.amp4j.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Secret;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyPairTokenTest {
    /** The object identifier of PBES2, with which keys are encrypted nowadays; the JDK reads it, and does not write it. */
    private static final String PBES2 = "06092a864886f70d01050d";

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    @TempDir
    private Path directory;

    private static PipeAccess access(Path key, Secret passphrase) {
        Duration time = Duration.ofSeconds(1);
        URI server = URI.create("https://acct-1.eu.snowflakecomputing.com");
        return new PipeAccess(server, "acct-1.eu", "me", "LOADER", key, passphrase, null, "D", "S", time, time);
    }

    private static byte[] der(Path key) throws Exception {
        return Base64.getMimeDecoder().decode(Files.readString(key).replaceAll("-----[^-]*-----", ""));
    }

    /** A value in DER, of up to 64 KB. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            value.writeBytes(part);
        }
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.writeBytes(new byte[] {(byte) tag, (byte) 0x82, (byte) (value.size() >> 8), (byte) value.size()});
        der.writeBytes(value.toByteArray());
        return der.toByteArray();
    }

    @Test
    void names_account_user_and_key_and_is_signed_by_it() throws Exception {
        Path file = SnowpipeStore.writeKey(directory);
        String[] token = KeyPairToken.of(access(file, null), file).sign(NOW).split("\\.");
        JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token[1]));
        RSAPrivateCrtKey key =
                (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der(file)));
        PublicKey open = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        String print = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(open.getEncoded()));
        assertThat(claims.path("sub").asText()).isEqualTo("ACCT-1.ME");
        assertThat(claims.path("iss").asText()).isEqualTo("ACCT-1.ME.SHA256:" + print);
        assertThat(claims.path("scp").asText()).isEqualTo("session:role:LOADER");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isBetween(1L, 3_600L);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(open);
        signature.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(token[2]))).isTrue();
    }

    @Test
    void an_encrypted_key_needs_its_passphrase() throws Exception {
        Path plain = SnowpipeStore.writeKey(directory);
        String scheme = "PBEWithHmacSHA256AndAES_256";
        SecretKey secret = SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec("right".toCharArray()));
        Cipher cipher = Cipher.getInstance(scheme);
        cipher.init(Cipher.ENCRYPT_MODE, secret);
        byte[] pbes2 =
                der(0x30, HexFormat.of().parseHex(PBES2), cipher.getParameters().getEncoded());
        byte[] encrypted = der(0x30, pbes2, der(0x04, cipher.doFinal(der(plain))));
        Path file = Files.writeString(
                directory.resolve("encrypted.p8"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(encrypted)
                        + "\n-----END ENCRYPTED PRIVATE KEY-----\n");

        String signed = KeyPairToken.of(access(file, Secret.of("right")), file).sign(NOW);
        assertThat(signed).isEqualTo(KeyPairToken.of(access(plain, null), plain).sign(NOW));
        for (Secret wrong : new Secret[] {Secret.of("wrong"), null}) {
            AmpException refusal =
                    catchThrowableOfType(AmpException.class, () -> KeyPairToken.of(access(file, wrong), file));
            assertThat(refusal.code()).isEqualTo(LoadError.DESTINATION_UNAUTHENTICATED);
            assertThat(refusal).hasMessageContaining("private-key-passphrase").hasMessageNotContaining("wrong");
        }
    }

    @Test
    void what_is_no_key_is_refused() throws Exception {
        Path file = Files.writeString(directory.resolve("none.p8"), "hello");
        AmpException refusal =
                catchThrowableOfType(AmpException.class, () -> KeyPairToken.of(access(file, null), file));
        assertThat(refusal.code()).isEqualTo(LoadError.DESTINATION_UNAUTHENTICATED);
    }
}
