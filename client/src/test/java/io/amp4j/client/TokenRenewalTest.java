package io.amp4j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.testing.Frames;
import io.amp4j.client.testing.SampleData;
import io.amp4j.client.testing.ScriptedServer;
import io.grpc.Status;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server on Flight that does not accept a token, and a source that has another. */
@Timeout(60)
class TokenRenewalTest {
    private final Schema schema = SampleData.schema();
    private final ScriptedServer server = new ScriptedServer();
    private final Renewing tokens = new Renewing();
    private final AmpClient client =
            AmpClient.builder().uri(server.uri()).tokens(tokens).build();

    /** Gives {@code t0}, and after each refusal the next. */
    private static final class Renewing implements TokenSource {
        private int renewals;
        private boolean over;

        @Override
        public synchronized String token() {
            return "t" + renewals;
        }

        @Override
        public synchronized String renewed(String refused) {
            renewals++;
            if (over) {
                throw new AmpException(ClientError.CREDENTIALS, "there is no other");
            }
            return token();
        }
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private AmpException failure(Query query) {
        return catchThrowableOfType(AmpException.class, () -> {
            try (BatchStream batches = query.batches()) {
                batches.next();
            }
        });
    }

    @Test
    void a_refused_plan_is_asked_for_again_once() {
        server.refusePlan(Status.UNAUTHENTICATED);
        assertThat(failure(client.sql("SELECT 1")).code()).isEqualTo(ClientError.UNAUTHENTICATED);
        assertThat(tokens.renewals).isEqualTo(1);
        assertThat(server.calls()).isEqualTo(2);
        assertThat(server.header(1, "authorization")).isEqualTo("Bearer t1");
    }

    @Test
    void a_refused_result_is_asked_for_again_once() {
        server.plan(Frames.flightInfo(schema, "t")).stream(Status.UNAUTHENTICATED);
        assertThat(failure(client.sql("SELECT 1")).code()).isEqualTo(ClientError.UNAUTHENTICATED);
        assertThat(tokens.renewals).isEqualTo(1);
        assertThat(server.calls()).as("a plan, and its result twice").isEqualTo(3);
        assertThat(server.header(2, "authorization")).isEqualTo("Bearer t1");
    }

    @Test
    void a_stream_whose_token_expires_can_be_resumed_with_the_next() {
        server.plan(Frames.flightInfo(schema, "t")).stream(Status.UNAUTHENTICATED, Frames.schema(schema));
        AmpException e = failure(client.sql("SELECT 1"));
        assertThat(e.code()).isEqualTo(ClientError.ABORTED);
        assertThat(e.retryable()).isTrue();
        assertThat(tokens.renewals).isEqualTo(1);
        assertThat(server.calls()).as("what was read is not read again").isEqualTo(2);
    }

    @Test
    void a_login_that_cannot_be_renewed_ends_the_stream_with_its_own_error() {
        tokens.over = true;
        server.plan(Frames.flightInfo(schema, "t")).stream(Status.UNAUTHENTICATED);
        try (BatchStream batches = client.sql("SELECT 1").batches()) {
            for (int i = 0; i < 2; i++) {
                AmpException e = catchThrowableOfType(AmpException.class, batches::next);
                assertThat(e.code()).isEqualTo(ClientError.CREDENTIALS);
            }
        }
        assertThat(tokens.renewals).as("asked for once").isEqualTo(1);
    }

    @Test
    void other_refusals_renew_nothing() {
        server.refusePlan(Status.PERMISSION_DENIED);
        assertThat(failure(client.sql("SELECT 1")).code()).isEqualTo(ClientError.PERMISSION_DENIED);
        assertThat(tokens.renewals).isZero();
    }
}
