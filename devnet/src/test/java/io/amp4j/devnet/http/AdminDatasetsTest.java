package io.amp4j.devnet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.ErrorCode;
import io.amp4j.client.ErrorKind;
import io.amp4j.client.ServiceOptions;
import io.amp4j.client.TokenSource;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.admin.AdminError;
import io.amp4j.client.admin.DatasetInfo;
import io.amp4j.client.admin.DatasetSummary;
import io.amp4j.client.admin.DatasetVersion;
import io.amp4j.client.admin.DatasetVersions;
import io.amp4j.client.admin.Datasets;
import io.amp4j.client.admin.ManifestInfo;
import io.amp4j.client.admin.Manifests;
import io.amp4j.client.dataset.ColumnDescription;
import io.amp4j.client.dataset.DatasetDescription;
import io.amp4j.client.dataset.DatasetName;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.dataset.Manifest;
import io.amp4j.client.dataset.TableDescription;
import io.amp4j.devnet.Devnet;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Datasets and manifests, call by call, over HTTP. */
class AdminDatasetsTest {
    private static final DatasetRef ETH = DatasetRef.parse("_/eth_rpc@1.0.0");
    private static final DatasetName OWN = DatasetName.parse("my/copy");

    private final Devnet devnet = Devnet.builder().blocks(10).start();
    private final AdminClient admin =
            new AdminClient(ServiceOptions.at(devnet.adminUrl()).withTokens(TokenSource.of("any")));
    private final Datasets datasets = admin.datasets();
    private final Manifests manifests = admin.manifests();

    @AfterEach
    void stop() {
        devnet.close();
    }

    private static Manifest derived(String sql) {
        return Manifest.parse("""
                {"kind": "manifest", "dependencies": {"eth": "_/eth_rpc@1.0.0"},
                 "tables": {"hashes": {"input": {"sql": "%s"}, "network": "devnet",
                   "schema": {"arrow": {"fields": [
                     {"name": "hash", "type": {"FixedSizeBinary": 32}, "nullable": false}]}}}}}
                """.formatted(sql));
    }

    static void assertCode(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void what_the_server_serves_is_listed() {
        assertThat(datasets.list())
                .containsExactly(new DatasetSummary(ETH.dataset(), Optional.of("1.0.0"), List.of("1.0.0")));
        DatasetInfo info = datasets.get(ETH);
        assertThat(info.ref()).isEqualTo(ETH);
        assertThat(info.kind()).isEqualTo("evm-rpc");
        assertThat(info.startBlock()).isZero();
        assertThat(info.finalizedBlocksOnly()).isFalse();
        assertThat(info.tables()).containsExactly("blocks", "transactions", "logs");
        assertThat(datasets.get(ETH.dataset().at(info.manifestHash())).tables()).isEqualTo(info.tables());
    }

    @Test
    void a_dataset_is_described_by_its_manifest() {
        DatasetDescription description = datasets.describe(ETH);
        TableDescription logs = description.table("logs").orElseThrow();
        assertThat(logs.network()).contains("devnet");
        assertThat(logs.columns())
                .contains(
                        new ColumnDescription("address", "FixedSizeBinary(20)", false),
                        new ColumnDescription("topic1", "FixedSizeBinary(32)", true),
                        new ColumnDescription("timestamp", "Timestamp(Nanosecond, +00:00)", false));
        assertThat(description.table("transactions").orElseThrow().columns())
                .extracting(ColumnDescription::type)
                .anyMatch(type -> type.startsWith("List(Struct(address: FixedSizeBinary(20)"));
        assertThat(description.columns(DatasetDescription.typeHas("binary(20)")).table("logs"))
                .hasValueSatisfying(table -> assertThat(table.columns())
                        .extracting(ColumnDescription::name)
                        .containsExactly("address"));
        assertThat(description.columns(DatasetDescription.nameHas("TOPIC")).tables())
                .extracting(TableDescription::name)
                .containsExactly("logs");
    }

    @Test
    void registering_without_a_version_moves_dev_only() {
        DatasetInfo info = datasets.register(OWN, derived("SELECT hash FROM eth.blocks"));
        assertThat(info.ref()).isEqualTo(OWN.at(DatasetRef.DEV));
        DatasetVersions versions = datasets.versions(OWN);
        assertThat(versions.versions()).isEmpty();
        assertThat(versions.latest()).isEmpty();
        assertThat(versions.dev()).contains(info.manifestHash());
        assertCode(AdminError.DATASET_NOT_FOUND, () -> datasets.get(OWN.at(DatasetRef.LATEST)));
        assertThat(datasets.get(OWN.at(DatasetRef.DEV)).manifestHash()).isEqualTo(info.manifestHash());
    }

    @Test
    void versions_are_listed_highest_first_and_latest_is_the_highest() {
        String old = datasets.register(OWN.at("1.9.0"), derived("SELECT 1 FROM eth.blocks"))
                .manifestHash();
        String newest = datasets.register(OWN.at("1.10.0"), derived("SELECT 2 FROM eth.blocks"))
                .manifestHash();
        datasets.link(OWN.at("1.10.0-rc1"), old);
        DatasetVersions versions = datasets.versions(OWN);
        assertThat(versions.name()).isEqualTo(OWN);
        assertThat(versions.versions())
                .extracting(DatasetVersion::version)
                .containsExactly("1.10.0", "1.10.0-rc1", "1.9.0");
        assertThat(versions.versions().get(0).createdAt())
                .isBeforeOrEqualTo(versions.versions().get(0).updatedAt());
        assertThat(versions.latest()).contains("1.10.0");
        assertThat(datasets.get(OWN.at(DatasetRef.LATEST)).manifestHash()).isEqualTo(newest);
        assertThat(datasets.manifest(OWN.at("1.9.0")).sql("hashes")).contains("SELECT 1 FROM eth.blocks");
    }

    @Test
    void a_version_is_deleted_but_not_the_latest() {
        datasets.register(OWN.at("1.0.0"), derived("SELECT 1 FROM eth.blocks"));
        datasets.register(OWN.at("2.0.0"), derived("SELECT 2 FROM eth.blocks"));
        assertCode(AdminError.CANNOT_DELETE_LATEST_VERSION, () -> datasets.deleteVersion(OWN.at("2.0.0")));
        datasets.deleteVersion(OWN.at("1.0.0"));
        datasets.deleteVersion(OWN.at("1.0.0"));
        assertCode(AdminError.DATASET_NOT_FOUND, () -> datasets.get(OWN.at("1.0.0")));
    }

    @Test
    void a_deleted_dataset_is_gone_with_its_manifests() {
        String hash = datasets.register(OWN.at("1.0.0"), derived("SELECT 1 FROM eth.blocks"))
                .manifestHash();
        datasets.delete(OWN);
        datasets.delete(OWN);
        assertThat(datasets.list()).extracting(DatasetSummary::name).containsExactly(ETH.dataset());
        assertThat(datasets.versions(OWN).versions()).isEmpty();
        assertCode(AdminError.MANIFEST_NOT_FOUND, () -> manifests.get(hash));
    }

    @Test
    void a_manifest_that_makes_no_sense_is_refused() {
        assertCode(AdminError.INVALID_MANIFEST, () -> datasets.register(OWN, Manifest.parse("{\"kind\":\"sql\"}")));
        Manifest orphan = Manifest.parse(
                derived("SELECT 1 FROM eth.blocks").toString().replace("_/eth_rpc@1.0.0", "_/eth_rpc@9.9.9"));
        assertThatThrownBy(() -> datasets.register(OWN, orphan))
                .isInstanceOfSatisfying(AmpException.class, e -> {
                    assertThat(e.code()).isEqualTo(AdminError.MANIFEST_VALIDATION_ERROR);
                    assertThat(e.kind()).isEqualTo(ErrorKind.USER);
                    assertThat(e.retryable()).isFalse();
                })
                .hasMessageContaining("AMP-ADMIN-MANIFEST-VALIDATION-ERROR")
                .hasMessageContaining("9.9.9");
        assertCode(AdminError.MANIFEST_NOT_FOUND, () -> datasets.link(OWN, "0".repeat(64)));
        assertCode(
                AdminError.INVALID_PAYLOAD_FORMAT,
                () -> datasets.link(OWN.at("one"), datasets.get(ETH).manifestHash()));
    }

    @Test
    void names_that_would_climb_out_of_their_path_stay_there() {
        assertCode(AdminError.INVALID_PATH, () -> datasets.versions(new DatasetName("..", "x?y#z")));
        assertCode(AdminError.INVALID_PATH, () -> datasets.delete(new DatasetName(".", "ünï")));
    }

    @Test
    void manifests_are_kept_by_the_hash_of_what_they_say() {
        Manifest manifest = derived("SELECT 1 FROM eth.blocks");
        String hash = manifests.register(manifest);
        assertThat(manifests.register(Manifest.parse(manifest.json().pretty()))).isEqualTo(hash);
        assertThat(manifests.get(hash)).isEqualTo(manifest);
        assertThat(manifests.list()).contains(new ManifestInfo(hash, "manifest", 0));
        assertThat(manifests.datasets(hash)).isEmpty();

        datasets.link(OWN.at("1.0.0"), hash);
        assertThat(manifests.datasets(hash)).containsExactly(OWN.at("1.0.0"));
        assertThat(manifests.list()).contains(new ManifestInfo(hash, "manifest", 1));
        assertCode(AdminError.MANIFEST_LINKED, () -> manifests.delete(hash));
    }

    @Test
    void manifests_that_nobody_uses_can_be_deleted_one_by_one_or_all() {
        String one = manifests.register(derived("SELECT 1 FROM eth.blocks"));
        manifests.register(derived("SELECT 2 FROM eth.blocks"));
        manifests.register(derived("SELECT 3 FROM eth.blocks"));
        manifests.delete(one);
        manifests.delete(one);
        assertThat(manifests.prune()).hasValue(2);
        assertThat(manifests.list()).hasSize(1);
        assertCode(AdminError.MANIFEST_NOT_FOUND, () -> manifests.datasets(one));
        assertCode(AdminError.INVALID_HASH, () -> manifests.get("abc"));
    }

    @Test
    void what_the_storage_holds_can_be_taken_up_again() {
        assertThat(datasets.restore(ETH)).isEqualTo(6);
        datasets.restoreTable(ETH, "logs");
        datasets.restoreTable(ETH, "logs", 3);
        assertCode(AdminError.TABLE_NOT_IN_MANIFEST, () -> datasets.restoreTable(ETH, "calls"));
        assertCode(AdminError.REVISION_NOT_FOUND, () -> datasets.restoreTable(ETH, "logs", 99));
        datasets.register(OWN, derived("SELECT 1 FROM eth.blocks"));
        assertCode(AdminError.TABLE_NOT_FOUND, () -> datasets.restore(OWN.at(DatasetRef.DEV)));
    }
}
