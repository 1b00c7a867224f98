package io.truebook.api.provider.adyen;

import static io.truebook.api.provider.adyen.Notifications.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.api.provider.CallbackDialect.Reading;
import io.truebook.api.provider.ProviderAccount;
import io.truebook.api.provider.ProviderSettings;
import io.truebook.api.provider.adyen.Notifications.Item;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What an Adyen account needs to be told, and what follows from it. */
class AdyenBrandTest {

    private static final Map<String, String> COMPLETE =
            Map.of("api-key", "k", "merchant-account", "Shop", "hmac-keys[0]", Notifications.KEY);

    private static ProviderAccount open(Map<String, String> settings) {
        var properties = new HashMap<String, String>();
        settings.forEach(
                (name, value) -> properties.put("truebook.providers.adyen." + name, value));
        var account =
                new Binder(new MapConfigurationPropertySource(properties))
                        .bindOrCreate("truebook", ProviderSettings.class)
                        .providers()
                        .get("adyen");
        return new AdyenBrand().open("adyen", account, Clock.systemUTC());
    }

    private static Map<String, String> with(String name, String value) {
        var settings = new HashMap<>(COMPLETE);
        settings.put(name, value);
        return settings;
    }

    private static Map<String, String> without(String name) {
        var settings = new HashMap<>(COMPLETE);
        settings.remove(name);
        return settings;
    }

    @Test
    void an_account_is_called_and_listened_to() {
        var account = open(COMPLETE);

        assertThat(account.callable()).isPresent();
        assertThat(account.listening()).isPresent();
    }

    /** Its captures, voids and refunds would be received, and never heard of again. */
    @Test
    void one_that_would_never_hear_of_an_outcome_is_refused() {
        assertThatThrownBy(() -> open(without("hmac-keys[0]")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("hmac-keys must be set");
    }

    @Test
    void one_that_does_not_know_its_name_is_refused() {
        assertThatThrownBy(() -> open(without("merchant-account")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("merchant-account must be set");
    }

    @ParameterizedTest
    @CsvSource({
        "https://checkout-test.adyen.com, , false",
        "https://1797-Shop-checkout-live.adyenpayments.com/checkout, , true",
        "https://egress.shop.example/adyen, , false",
        "https://egress.shop.example/adyen, true, true"
    })
    void its_platform_is_known_by_its_address_or_by_a_setting(
            String base, String live, boolean isLive) {
        var settings = with("api-base", base);
        if (live != null) {
            settings.put("live", live);
        }

        var callbacks = open(settings).listening().orElseThrow();

        var items = List.of(Item.of("AUTHORISATION", true));
        assertThat(callbacks.read(message(Boolean.toString(isLive), Notifications.KEY, items)))
                .isInstanceOf(Reading.Facts.class);
        assertThat(callbacks.read(message(Boolean.toString(!isLive), Notifications.KEY, items)))
                .isInstanceOf(Reading.Parked.class);
    }
}
