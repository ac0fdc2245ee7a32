package io.amp4j.devnet.http;

import static io.amp4j.devnet.http.AdminDatasetsTest.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.amp4j.client.AmpException;
import io.amp4j.client.ApiException;
import io.amp4j.client.ClientError;
import io.amp4j.client.ErrorKind;
import io.amp4j.client.ServiceOptions;
import io.amp4j.client.TokenSource;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.admin.AdminError;
import io.amp4j.client.admin.FileInfo;
import io.amp4j.client.admin.Provider;
import io.amp4j.client.admin.PruneOptions;
import io.amp4j.client.admin.PruneResult;
import io.amp4j.client.admin.Revision;
import io.amp4j.client.admin.RevisionFilter;
import io.amp4j.client.admin.Revisions;
import io.amp4j.client.admin.SchemaRequest;
import io.amp4j.client.admin.WorkerDetail;
import io.amp4j.client.admin.WorkerInfo;
import io.amp4j.client.dataset.ColumnDescription;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.dataset.Json;
import io.amp4j.devnet.Devnet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Providers, revisions, files, schemas, workers; tokens and errors; over HTTP. */
class AdminRestTest {
    private static final DatasetRef ETH = DatasetRef.parse("_/eth_rpc@1.0.0");

    private final Devnet devnet = Devnet.builder().blocks(10).start();
    private final AdminClient admin = AdminClient.connect(devnet.adminUrl());
    private final Revisions revisions = admin.revisions();

    @AfterEach
    void stop() {
        devnet.close();
    }

    @Test
    void a_provider_is_added_changed_and_removed_and_does_not_print_its_settings() {
        Provider provider = new Provider("main.net-1", "evm-rpc")
                .with("network", Json.parse("\"mainnet\""))
                .with("url", Json.parse("\"https://rpc.example/v2/se-cret\""))
                .with("rate_limit", Json.parse("{\"per_minute\": 600}"));
        admin.providers().put(provider);
        assertThat(admin.providers().get("main.net-1")).isEqualTo(provider);
        assertThat(provider.network()).contains("mainnet");
        assertThat(provider.toString()).contains("url").doesNotContain("se-cret");

        admin.providers().put(provider.with("network", Json.parse("\"sepolia\"")));
        assertThat(admin.providers().list())
                .extracting(Provider::name, each -> each.network().orElse("-"))
                .containsExactlyInAnyOrder(tuple("devnet", "devnet"), tuple("main.net-1", "sepolia"));
        admin.providers().delete("main.net-1");
        admin.providers().delete("main.net-1");
        assertCode(AdminError.PROVIDER_NOT_FOUND, () -> admin.providers().get("main.net-1"));
        assertCode(AdminError.INVALID_PROVIDER_NAME, () -> admin.providers().get("a b"));
        assertCode(AdminError.INVALID_REQUEST_BODY, () -> admin.providers().put(new Provider("a/b", "evm-rpc")));
    }

    @Test
    void revisions_are_listed_by_whether_they_are_active() {
        List<Revision> all = revisions.list(RevisionFilter.all());
        assertThat(all).hasSize(3).allMatch(Revision::active);
        assertThat(revisions.get(3))
                .isEqualTo(all.get(2))
                .returns(Optional.of("_/eth_rpc"), Revision::dataset)
                .returns(Optional.of("logs"), Revision::table)
                .returns(1L, revision -> revision.writer().orElseThrow());
        assertThat(revisions.list(RevisionFilter.onlyInactive())).isEmpty();
        assertThat(revisions.list(RevisionFilter.onlyActive().limit(2))).hasSize(2);
        assertCode(AdminError.REVISION_NOT_FOUND, () -> revisions.get(99));
        assertCode(AdminError.INVALID_PATH_PARAMETERS, () -> revisions.get(0));
    }

    @Test
    void a_revision_is_made_known_activated_and_put_away() {
        long id = revisions.create(ETH, "logs", "eth_rpc/logs/restored");
        assertThat(revisions.create(ETH, "logs", "eth_rpc/logs/restored")).isEqualTo(id);
        assertThat(revisions.get(id).active()).isFalse();
        assertThat(revisions.get(id).writer()).isEmpty();
        revisions.activate(id, ETH, "logs");
        assertThat(revisions.get(id).active()).isTrue();
        assertThat(revisions.get(3).active()).isFalse();
        assertCode(AdminError.REVISION_IS_ACTIVE, () -> revisions.delete(id));
        assertCode(AdminError.REVISION_IS_ACTIVE, () -> revisions.truncate(id));
        revisions.deactivate(ETH, "logs");
        revisions.delete(id);
        assertCode(AdminError.REVISION_NOT_FOUND, () -> revisions.delete(id));
        assertCode(AdminError.WRITER_JOB_NOT_TERMINAL, () -> revisions.delete(3));
        assertCode(AdminError.TABLE_NOT_IN_MANIFEST, () -> revisions.activate(3, ETH, "calls"));
        assertCode(AdminError.TABLE_NOT_FOUND, () -> revisions.deactivate(ETH, "calls"));
        assertCode(
                AdminError.DATASET_NOT_FOUND,
                () -> revisions.create(DatasetRef.parse("_/none@1.0.0"), "logs", "somewhere"));
    }

    @Test
    void a_revision_is_pruned_restored_and_truncated_once_nobody_writes_to_it() {
        assertThatThrownBy(() -> revisions.prune(2, PruneOptions.everything()))
                .isInstanceOfSatisfying(AmpException.class, e -> {
                    assertThat(e.code()).isEqualTo(AdminError.WRITER_JOB_NOT_TERMINAL);
                    assertThat(e.retryable()).isTrue();
                });
        admin.jobs().stop(1);
        devnet.mine(1);
        assertThat(revisions.prune(2, PruneOptions.everything())).isEqualTo(new PruneResult(1, Duration.ofHours(1)));
        assertThat(revisions.prune(2, PruneOptions.everything().beforeBlock(5).delay(Duration.ofSeconds(7))))
                .isEqualTo(new PruneResult(1, Duration.ofSeconds(7)));
        assertThat(revisions.restore(2)).isEqualTo(2);
        revisions.deactivate(ETH, "transactions");
        assertThat(revisions.truncate(2, 4)).isEqualTo(2);
        assertThat(revisions.list(RevisionFilter.all()))
                .extracting(Revision::id)
                .containsExactly(1L, 3L);
        revisions.deactivate(ETH, "logs");
        assertThat(revisions.truncate(3)).isEqualTo(2);
    }

    @Test
    void a_file_is_found_by_its_id() {
        FileInfo file = admin.files().get(5);
        assertThat(file.locationId()).isEqualTo(3);
        assertThat(file.name()).isEqualTo("000000005.parquet");
        assertThat(file.url()).startsWith("file:///devnet/eth_rpc/logs/");
        assertThat(file.bytes()).hasValue(4096);
        assertThat(file.eTag()).contains("devnet-5");
        assertThat(file.objectVersion()).isEmpty();
        assertThat(file.metadata().at("table").orElseThrow().asText()).contains("logs");
        assertCode(AdminError.FILE_NOT_FOUND, () -> admin.files().get(99));
        assertCode(AdminError.INVALID_FILE_ID, () -> admin.files().get(0));
    }

    @Test
    void the_columns_of_sql_are_found_out_without_running_it() {
        SchemaRequest request = SchemaRequest.table("transfers", "SELECT address, topic1, data FROM eth.logs")
                .withTable("hashes", "SELECT _block_num, hash FROM eth.blocks")
                .withDependency("eth", ETH);
        var tables = admin.schema().describe(request);
        assertThat(tables).containsOnlyKeys("transfers", "hashes");
        assertThat(tables.get("transfers").columns())
                .containsExactly(
                        new ColumnDescription("_block_num", "UInt64", false),
                        new ColumnDescription("address", "FixedSizeBinary(20)", false),
                        new ColumnDescription("topic1", "FixedSizeBinary(32)", true),
                        new ColumnDescription("data", "Binary", false));
        assertThat(tables.get("hashes").columns()).hasSize(2);
        assertThat(admin.schema().schemas(request).get("hashes").at("arrow", "fields"))
                .isPresent();
        assertCode(
                AdminError.EMPTY_TABLES_AND_FUNCTIONS,
                () -> admin.schema().schemas(new SchemaRequest(Map.of(), Map.of(), Map.of())));
    }

    @Test
    void workers_give_a_sign_of_life() {
        List<WorkerInfo> workers = admin.workers().list();
        assertThat(workers).hasSize(1);
        assertThat(workers.get(0).heartbeatAt()).isBeforeOrEqualTo(Instant.now());
        WorkerDetail worker = admin.workers().get(workers.get(0).id());
        assertThat(worker.createdAt()).isBeforeOrEqualTo(worker.heartbeatAt());
        assertThat(worker.build().version()).contains("devnet");
        assertThat(worker.build().builtAt()).contains("unknown");
        assertCode(AdminError.WORKER_NOT_FOUND, () -> admin.workers().get("worker-2"));
        assertCode(AdminError.INVALID_WORKER_ID, () -> admin.workers().get("1"));
    }

    @Test
    void a_token_is_wanted_and_brought() {
        try (Devnet guarded = Devnet.builder().requireToken("se-cret").start()) {
            ServiceOptions options = ServiceOptions.at(guarded.adminUrl());
            assertThat(new AdminClient(options.withTokens(TokenSource.of("se-cret")))
                            .datasets()
                            .list())
                    .hasSize(1);
            assertThatThrownBy(() -> new AdminClient(options.withTokens(TokenSource.of("wr0ng")))
                            .datasets()
                            .list())
                    .isInstanceOfSatisfying(ApiException.class, e -> {
                        assertThat(e.code()).isEqualTo(ClientError.UNAUTHENTICATED);
                        assertThat(e.status()).isEqualTo(401);
                        assertThat(e.serverCode()).contains("UNAUTHORIZED");
                    })
                    .hasMessageContaining("amp auth login")
                    .hasMessageNotContaining("wr0ng");
        }
    }

    @Test
    void a_code_that_is_newer_than_this_client_survives() {
        devnet.failNextHttp(1, 418, "TEAPOT_IS_EMPTY");
        assertThatThrownBy(() -> admin.files().get(1)).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.code().id()).isEqualTo("AMP-ADMIN-TEAPOT-IS-EMPTY");
            assertThat(e.kind()).isEqualTo(ErrorKind.USER);
            assertThat(e.retryable()).isFalse();
            assertThat(e.serverCode()).contains("TEAPOT_IS_EMPTY");
        });
        devnet.failNextHttp(1, 500, "METADATA_DB_ERROR");
        assertThatThrownBy(() -> admin.files().get(1)).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.code().id()).isEqualTo("AMP-ADMIN-METADATA-DB-ERROR");
            assertThat(e.kind()).isEqualTo(ErrorKind.SERVER);
            assertThat(e.retryable()).isTrue();
        });
    }

    @Test
    void a_busy_server_is_asked_again_but_never_to_do_something_twice() {
        devnet.failNextHttp(2, 503, "SCHEDULER_ERROR");
        assertThat(admin.datasets().list()).hasSize(1);
        devnet.failNextHttp(1, 503, "SCHEDULER_ERROR");
        assertThatThrownBy(() -> admin.datasets().deploy(ETH)).hasMessageContaining("AMP-ADMIN-SCHEDULER-ERROR");
        assertThat(admin.datasets().jobs(ETH)).hasSize(1);
    }
}
