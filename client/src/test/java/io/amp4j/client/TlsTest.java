package io.amp4j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.testing.Frames;
import io.amp4j.client.testing.PemFiles;
import io.amp4j.client.testing.SampleData;
import io.amp4j.client.testing.ScriptedServer;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    private static Path folder;

    private static PemFiles serverKeys;
    private static PemFiles clientKeys;

    private final Schema schema = SampleData.schema();

    @BeforeAll
    static void makeKeys() throws Exception {
        serverKeys = PemFiles.selfSigned(folder, "server");
        clientKeys = PemFiles.selfSigned(folder, "client");
    }

    private ScriptedServer server(TlsServerCredentials.Builder credentials) throws IOException {
        ScriptedServer server = new ScriptedServer(
                0,
                credentials
                        .keyManager(
                                serverKeys.certificate().toFile(),
                                serverKeys.key().toFile())
                        .build());
        return server.plan(Frames.flightInfo(schema, "t")).stream(Status.OK, Frames.schema(schema));
    }

    private static AmpClient.Builder client(ScriptedServer server) {
        return AmpClient.builder().uri("grpc+tls://localhost:" + server.port()).tokens(() -> null);
    }

    private static ClientError failure(AmpClient client) {
        AmpException error = catchThrowableOfType(
                AmpException.class, () -> client.sql("SELECT 1").schema());
        assertThat(error).isNotNull();
        return (ClientError) error.code();
    }

    @Test
    void a_server_of_an_own_authority_is_trusted_when_its_certificate_is_named() throws IOException {
        try (ScriptedServer server = server(TlsServerCredentials.newBuilder());
                AmpClient trusting = client(server)
                        .trustedCertificates(serverKeys.certificate())
                        .build();
                AmpClient doubting = client(server).build();
                AmpClient plain = AmpClient.connect(server.uri())) {
            assertThat(trusting.sql("SELECT 1").schema()).isEqualTo(schema);
            assertThat(failure(doubting)).isEqualTo(ClientError.TLS);
            assertThatThrownBy(() -> doubting.sql("SELECT 1").schema())
                    .as("says why, and nothing of the transport's inside")
                    .hasMessageContaining("certification path")
                    .hasMessageNotContaining("Pipeline");
            assertThat(failure(plain)).isIn(ClientError.UNAVAILABLE, ClientError.NOT_AMP_SERVER);
        }
    }

    @Test
    void a_server_that_wants_a_certificate_gets_one() throws IOException {
        TlsServerCredentials.Builder credentials = TlsServerCredentials.newBuilder()
                .trustManager(clientKeys.certificate().toFile())
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
        try (ScriptedServer server = server(credentials);
                AmpClient known = client(server)
                        .trustedCertificates(serverKeys.certificate())
                        .clientCertificate(clientKeys.certificate(), clientKeys.key())
                        .build();
                AmpClient unknown = client(server)
                        .trustedCertificates(serverKeys.certificate())
                        .build()) {
            assertThat(known.sql("SELECT 1").schema()).isEqualTo(schema);
            assertThat(failure(unknown)).isIn(ClientError.TLS, ClientError.UNAVAILABLE);
        }
    }

    @Test
    void files_that_are_no_certificates_are_refused_when_the_client_is_built() throws IOException {
        Path rubbish = Files.writeString(folder.resolve("rubbish.pem"), "no certificate");
        AmpClient.Builder builder =
                AmpClient.builder().uri("grpc+tls://localhost:1").trustedCertificates(rubbish);
        AmpException error = catchThrowableOfType(AmpException.class, builder::build);
        assertThat(error.code()).isEqualTo(ClientError.BAD_OPTION);
        AmpException missing = catchThrowableOfType(
                AmpException.class, () -> AmpClient.builder().trustedCertificates(folder.resolve("none.pem")));
        assertThat(missing.code()).isEqualTo(ClientError.BAD_OPTION);
    }
}
