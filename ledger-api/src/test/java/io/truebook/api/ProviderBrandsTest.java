package io.truebook.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.api.operations.StartRefused;
import io.truebook.api.provider.ProviderAccess;
import io.truebook.api.provider.ProviderAccount;
import io.truebook.api.provider.ProviderBrand;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.provider.ProviderSettings.Account;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ProviderBrandsTest {

    private static final Clock CLOCK = Clock.systemUTC();

    /** A third one, as somebody else would add it. */
    private static final class Barter implements ProviderBrand {

        @Override
        public String type() {
            return "barter";
        }

        @Override
        public ProviderAccount open(String connection, Account settings, Clock clock) {
            if (settings.merchantAccount() == null) {
                throw new IllegalArgumentException("it needs a merchant-account");
            }
            return new ProviderAccount(connection, null, null, null, null);
        }
    }

    @Test
    void every_account_is_opened_by_the_brand_of_its_type() {
        var settings =
                settings(
                        Map.of(
                                "truebook.providers.stripe.api-key", "sk_test_1",
                                "truebook.providers.stripe-eu.type", "stripe",
                                "truebook.providers.stripe-eu.webhook-secrets[0]", "whsec_1"));

        var accounts =
                OpenAccounts.of(
                        settings,
                        new SimulatorSwitch(false, 0),
                        null,
                        new ProviderAccess(Map.of("stripe-eu", List.of("whsec_1"))),
                        CLOCK);

        assertThat(accounts.each(ProviderAccount::callable))
                .extracting(provider -> provider.connection())
                .containsExactly("stripe");
        assertThat(accounts.each(ProviderAccount::listening))
                .extracting(dialect -> dialect.connection())
                .containsExactly("stripe-eu");
        assertThat(accounts.each(ProviderAccount::remembering)).hasSize(1);
        assertThat(accounts.each(ProviderAccount::settling)).hasSize(2);
    }

    @Test
    void an_unknown_type_is_refused_at_the_start_with_the_types_there_are() {
        var account = account(Map.of("truebook.providers.shop.type", "bartr"), "shop");

        assertThatThrownBy(() -> new ProviderBrands(known()).open("shop", account, CLOCK))
                .isInstanceOf(StartRefused.class)
                .hasMessage("truebook.providers.shop is of an unknown type.")
                .extracting(refused -> ((StartRefused) refused).action())
                .isEqualTo("Set truebook.providers.shop.type to stripe or barter.");
    }

    @Test
    void a_third_brand_needs_nobodys_knowledge() {
        var properties = Map.of("truebook.providers.barter.merchant-account", "Shop");

        var opened =
                new ProviderBrands(known()).open("barter", account(properties, "barter"), CLOCK);

        assertThat(opened.connection()).isEqualTo("barter");
    }

    @Test
    void what_a_brand_cannot_work_with_is_said_with_the_setting() {
        var account = account(Map.of("truebook.providers.barter.api-key", "k"), "barter");

        assertThatThrownBy(() -> new ProviderBrands(known()).open("barter", account, CLOCK))
                .isInstanceOf(StartRefused.class)
                .hasMessage(
                        "truebook.providers.barter cannot be used: it needs a merchant-account");
    }

    private static List<ProviderBrand> known() {
        return List.of(ProviderBrands.KNOWN.all().getFirst(), new Barter());
    }

    private static Account account(Map<String, String> properties, String name) {
        return settings(properties).providers().get(name);
    }

    private static ProviderSettings settings(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("truebook", ProviderSettings.class);
    }
}
