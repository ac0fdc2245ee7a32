package io.amp4j.devnet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.client.ErrorKind;
import io.amp4j.client.ServiceOptions;
import io.amp4j.client.TokenSource;
import io.amp4j.client.dataset.DatasetDescription;
import io.amp4j.client.dataset.DatasetName;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.dataset.Manifest;
import io.amp4j.client.dataset.TableDescription;
import io.amp4j.client.registry.About;
import io.amp4j.client.registry.DatasetPage;
import io.amp4j.client.registry.NewVersion;
import io.amp4j.client.registry.PageRequest;
import io.amp4j.client.registry.PageRequest.Order;
import io.amp4j.client.registry.PublishedDataset;
import io.amp4j.client.registry.PublishedVersion;
import io.amp4j.client.registry.RegistryClient;
import io.amp4j.client.registry.VersionStatus;
import io.amp4j.client.registry.Visibility;
import io.amp4j.devnet.Devnet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The registry, call by call, over HTTP. */
class RegistryTest {
    private static final DatasetRef ETH = DatasetRef.parse("devnet/eth_rpc@1.0.0");
    private static final DatasetName OWN = DatasetName.parse("me/transfers");
    private static final About ABOUT = About.ofChains("devnet")
            .description("ERC-20 transfers")
            .keywords("erc20", "defi")
            .sources("0xdead")
            .readme("# Transfers")
            .repositoryUrl("https://example.org/transfers")
            .license("Apache-2.0");

    private final Devnet devnet = Devnet.builder().start();
    private final RegistryClient anybody = as(() -> null);
    private final RegistryClient owner = as(TokenSource.of(devnet.auth().logIn().accessToken()));
    private final Manifest manifest = anybody.manifest(ETH);

    private RegistryClient as(TokenSource tokens) {
        return new RegistryClient(ServiceOptions.at(devnet.registryUrl()).withTokens(tokens));
    }

    @AfterEach
    void stop() {
        devnet.close();
    }

    private PublishedDataset published() {
        return owner.publish(OWN, Visibility.PUBLIC, ABOUT, new NewVersion("1.0.0", manifest).changelog("The first"));
    }

    private static void assertCode(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code().id()).isEqualTo(code));
    }

    @Test
    void anybody_finds_what_is_public() {
        PublishedDataset dataset = anybody.get(ETH.dataset());
        assertThat(dataset.owner()).isEqualTo("devnet");
        assertThat(dataset.about().chains()).containsExactly("devnet");
        assertThat(dataset.latest().orElseThrow().ref()).isEqualTo(ETH);
        assertThat(dataset.score()).isEmpty();
        assertThat(anybody.version(ETH.dataset().at("latest")))
                .isEqualTo(dataset.latest().orElseThrow());
        assertThat(anybody.describe(ETH).tables())
                .extracting(TableDescription::name)
                .containsExactly("blocks", "transactions", "logs");
        assertThat(anybody.describe(ETH)
                        .columns(DatasetDescription.nameHas("log_index"))
                        .tables())
                .hasSize(1);
        assertCode("AMP-REGISTRY-DATASET-NOT-FOUND", () -> anybody.get(OWN));
        assertCode(
                "AMP-REGISTRY-DATASET-NOT-FOUND",
                () -> anybody.version(ETH.dataset().at("9.9.9")));
    }

    @Test
    void publishing_takes_a_login() {
        assertThatThrownBy(() -> anybody.publish(OWN, Visibility.PUBLIC, ABOUT, new NewVersion("1.0.0", manifest)))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.UNAUTHENTICATED))
                .hasMessageContaining("amp auth login");
    }

    @Test
    void what_is_published_is_there_for_others() {
        PublishedDataset dataset = published();
        assertThat(dataset.name()).isEqualTo(OWN);
        assertThat(dataset.owner()).isEqualTo("devnet-user");
        assertThat(dataset.about()).isEqualTo(ABOUT);
        assertThat(anybody.get(OWN)).isEqualTo(dataset);
        assertThat(anybody.manifest(OWN.at("1.0.0"))).isEqualTo(manifest);
        PublishedVersion version = anybody.version(OWN.at("1.0.0"));
        assertThat(version.status()).isEqualTo(VersionStatus.PUBLISHED);
        assertThat(version.changelog()).contains("The first");
        assertThat(version.version()).isEqualTo("1.0.0");
        assertCode("AMP-REGISTRY-DATASET-ALREADY-EXISTS", this::published);
    }

    @Test
    void versions_follow_each_other_and_are_deprecated_and_deleted() {
        published();
        owner.publishVersion(OWN, new NewVersion("1.1.0", manifest).asDraft());
        assertThat(anybody.versions(OWN))
                .extracting(PublishedVersion::version, PublishedVersion::status)
                .containsExactly(tuple("1.1.0", VersionStatus.DRAFT), tuple("1.0.0", VersionStatus.PUBLISHED));
        assertCode(
                "AMP-REGISTRY-VERSION-ALREADY-EXISTS",
                () -> owner.publishVersion(OWN, new NewVersion("1.1.0", manifest)));
        assertThat(owner.setStatus(OWN.at("1.0.0"), VersionStatus.DEPRECATED).status())
                .isEqualTo(VersionStatus.DEPRECATED);
        owner.deleteVersion(OWN.at("1.1.0"));
        assertThat(anybody.version(OWN.at("1.1.0")).status()).isEqualTo(VersionStatus.ARCHIVED);
        assertCode(
                "AMP-REGISTRY-INVALID-REQUEST-BODY",
                () -> owner.setStatus(OWN.at("1.0.0"), new VersionStatus("Frozen")));
    }

    @Test
    void an_owner_changes_what_a_dataset_says_and_who_finds_it() {
        published();
        About changed = owner.get(OWN).about().description("All transfers").keywords("erc20");
        assertThat(owner.update(OWN, changed).about()).isEqualTo(changed);
        assertThat(owner.setVisibility(OWN, Visibility.PRIVATE).visibility()).isEqualTo(Visibility.PRIVATE);
        assertCode("AMP-REGISTRY-DATASET-NOT-FOUND", () -> anybody.get(OWN));
        assertThat(owner.get(OWN).about()).isEqualTo(changed);
    }

    @Test
    void somebody_elses_dataset_is_not_changed() {
        assertThatThrownBy(() -> owner.update(ETH.dataset(), ABOUT))
                .isInstanceOfSatisfying(AmpException.class, e -> {
                    assertThat(e.code()).isEqualTo(ClientError.PERMISSION_DENIED);
                    assertThat(e.kind()).isEqualTo(ErrorKind.USER);
                })
                .hasMessageContaining("NOT_OWNER");
    }

    @Test
    void lists_come_in_pages_and_in_the_order_asked_for() {
        for (String name : List.of("c", "a", "b")) {
            owner.publish(new DatasetName("me", name), Visibility.PUBLIC, ABOUT, new NewVersion("1.0.0", manifest));
        }
        PageRequest byName = PageRequest.first().size(3).sortBy("name", Order.DESCENDING);
        DatasetPage page = anybody.list(byName);
        assertThat(page.datasets()).extracting(dataset -> dataset.name().name()).containsExactly("eth_rpc", "c", "b");
        assertThat(page.hasNext()).isTrue();
        assertThat(page.total()).isEqualTo(4);
        DatasetPage last = anybody.list(byName.next());
        assertThat(last.datasets()).extracting(dataset -> dataset.name().name()).containsExactly("a");
        assertThat(last.hasNext()).isFalse();
        assertCode(
                "AMP-REGISTRY-INVALID-QUERY-PARAMETERS",
                () -> anybody.list(PageRequest.first().sortBy("beauty", Order.ASCENDING)));
        assertCode("AMP-BAD-OPTION", () -> PageRequest.first().size(1001));
    }

    @Test
    void a_search_gives_the_best_first() {
        published();
        DatasetPage found = anybody.search("erc20 transfers nonsense", PageRequest.first());
        assertThat(found.total()).isEqualTo(1);
        assertThat(found.datasets().get(0).name()).isEqualTo(OWN);
        assertThat(found.datasets().get(0).score().orElseThrow()).isBetween(0.6, 0.7);
        assertThat(anybody.searchByMeaning("blocks of a chain & more", 1))
                .extracting(PublishedDataset::name)
                .containsExactly(ETH.dataset());
        assertThat(anybody.search("zebra", PageRequest.first()).datasets()).isEmpty();
        assertCode("AMP-REGISTRY-INVALID-QUERY-PARAMETERS", () -> anybody.search(" ", PageRequest.first()));
    }
}
