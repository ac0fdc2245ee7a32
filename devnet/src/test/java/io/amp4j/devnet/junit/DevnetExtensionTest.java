package io.amp4j.devnet.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.admin.AdminClient;
import io.amp4j.devnet.Devnet;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One server for the class, one for each test. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DevnetExtensionTest {
    @RegisterExtension
    static final DevnetExtension OF_CLASS =
            DevnetExtension.of(() -> Devnet.builder().blocks(5));

    @RegisterExtension
    final DevnetExtension ofTest = DevnetExtension.of(() -> Devnet.builder().blocks(7));

    @Test
    @Order(1)
    void runs_during_a_test() {
        assertThat(OF_CLASS.devnet().head()).isEqualTo(4);
        assertThat(ofTest.devnet().head()).isEqualTo(6);
        OF_CLASS.devnet().mine(1);
        ofTest.devnet().mine(1);
    }

    @Test
    @Order(2)
    void is_the_same_for_the_class_and_a_new_one_for_each_test() {
        assertThat(OF_CLASS.devnet().head()).isEqualTo(5);
        assertThat(ofTest.devnet().head()).isEqualTo(6);
    }

    @Test
    @Order(3)
    void has_an_admin_api_of_its_own() {
        assertThat(AdminClient.connect(ofTest.devnet().adminUrl()).datasets().list())
                .hasSize(1);
        assertThat(ofTest.devnet().adminUrl()).isNotEqualTo(OF_CLASS.devnet().adminUrl());
    }
}
