package io.truebook.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.ProviderSettings;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SimulatorSwitchTest {

    @Test
    void without_any_setting_it_plays_an_account_of_each_kind() {
        assertThat(played(Map.of())).containsExactlyInAnyOrder("stripe", "adyen");
    }

    @Test
    void with_a_key_of_ones_own_it_is_off() {
        assertThat(played(Map.of("truebook.providers.stripe.api-key", "sk_test_1"))).isEmpty();
    }

    @Test
    void switched_on_beside_a_key_it_plays_an_account_without_one() {
        assertThat(
                        played(
                                Map.of(
                                        "truebook.simulator.enabled", "true",
                                        "truebook.providers.stripe.api-key", "sk_test_1",
                                        "truebook.providers.practice.type", "stripe")))
                .containsExactly("practice");
    }

    @Test
    void of_one_type_it_plays_one_account_and_of_an_unknown_one_none() {
        assertThat(
                        played(
                                Map.of(
                                        "truebook.providers.b.type", "stripe",
                                        "truebook.providers.a.type", "stripe",
                                        "truebook.providers.c.type", "barter")))
                .containsExactly("a");
    }

    @Test
    void switched_off_it_plays_nobody() {
        assertThat(played(Map.of("truebook.simulator.enabled", "false"))).isEmpty();
    }

    private static Set<String> played(Map<String, String> properties) {
        var binder = new Binder(new MapConfigurationPropertySource(properties));
        return binder.bindOrCreate("truebook.simulator", SimulatorSwitch.class)
                .playedAccounts(binder.bindOrCreate("truebook", ProviderSettings.class));
    }
}
