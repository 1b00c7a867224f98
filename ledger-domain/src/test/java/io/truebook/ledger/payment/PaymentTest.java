package io.truebook.ledger.payment;

import static io.truebook.ledger.payment.Payments.after;
import static io.truebook.ledger.payment.Payments.captureCharge;
import static io.truebook.ledger.payment.Payments.erasePersonalData;
import static io.truebook.ledger.payment.Payments.inWords;
import static io.truebook.ledger.payment.Payments.requestCharge;
import static io.truebook.ledger.payment.Payments.requestRefund;
import static io.truebook.ledger.payment.Payments.told;
import static io.truebook.ledger.payment.Payments.unknown;
import static io.truebook.ledger.payment.Payments.voidCharge;
import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.ledger.payment.Payment.ActionRequired;
import io.truebook.ledger.payment.Payment.Authorized;
import io.truebook.ledger.payment.Payment.Captured;
import io.truebook.ledger.payment.Payment.Expired;
import io.truebook.ledger.payment.Payment.Failed;
import io.truebook.ledger.payment.Payment.Known;
import io.truebook.ledger.payment.Payment.None;
import io.truebook.ledger.payment.Payment.Processing;
import io.truebook.ledger.payment.Payment.Requested;
import io.truebook.ledger.payment.Payment.Voided;
import io.truebook.ledger.payment.PaymentCommand.CaptureCharge;
import io.truebook.ledger.payment.PaymentCommand.ClientCommand;
import io.truebook.ledger.payment.PaymentCommand.ErasePersonalData;
import io.truebook.ledger.payment.PaymentCommand.RequestCharge;
import io.truebook.ledger.payment.PaymentCommand.RequestRefund;
import io.truebook.ledger.payment.PaymentCommand.VoidCharge;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.ProviderFact;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command and every fact against every state. The expected column is a switch over both: a
 * new state, command or fact does not compile until someone has decided what it comes to.
 */
class PaymentTest {

    @Test
    void every_state_is_in_the_tables() {
        var states = new ArrayList<Class<?>>(List.of(None.class));
        states.addAll(List.of(Known.class.getPermittedSubclasses()));

        assertThat(Payments.inEveryState()).extracting(Object::getClass).hasSameElementsAs(states);
        assertThat(Facts.ofEveryKind("pc_1"))
                .extracting(Object::getClass)
                .containsExactlyInAnyOrder(ProviderFact.class.getPermittedSubclasses());
    }

    @Nested
    class Client_commands {

        static Stream<Arguments> table() {
            return Payments.inEveryState().stream()
                    .flatMap(state ->
                            Stream.of(
                                            requestCharge(CaptureMode.AUTOMATIC),
                                            captureCharge(null),
                                            voidCharge(),
                                            requestRefund("re_1", null),
                                            erasePersonalData())
                                    .map(command -> Arguments.of(state, command)));
        }

        @ParameterizedTest
        @MethodSource("table")
        void are_decided_by_the_state(Payment state, ClientCommand command) {
            assertThat(inWords(state, command)).isEqualTo(expected(state, command));
        }

        @ParameterizedTest
        @MethodSource("table")
        void of_another_tenant_find_nothing(Payment state, ClientCommand command) {
            var foreign =
                    switch (command) {
                        case RequestCharge c -> c;
                        case CaptureCharge c ->
                                new CaptureCharge(
                                        c.paymentId(), "other", c.transaction(), null, c.at());
                        case VoidCharge c ->
                                new VoidCharge(c.paymentId(), "other", c.transaction(), c.at());
                        case ErasePersonalData c ->
                                new ErasePersonalData(c.paymentId(), "other", c.at());
                        case RequestRefund c ->
                                new RequestRefund(
                                        c.paymentId(),
                                        "other",
                                        c.transaction(),
                                        c.refundId(),
                                        null,
                                        null,
                                        Personal.NONE,
                                        c.at());
                    };

            if (!(command instanceof RequestCharge)) {
                assertThat(inWords(state, foreign)).isEqualTo("CHARGE_NOT_FOUND");
            }
        }

        private static String expected(Payment state, ClientCommand command) {
            return switch (command) {
                case RequestCharge _ ->
                        switch (state) {
                            case None _ -> "ChargeRequested -> requested";
                            case Known _ -> "CHARGE_ALREADY_EXISTS";
                        };
                case CaptureCharge _ ->
                        switch (state) {
                            case None _ -> "CHARGE_NOT_FOUND";
                            case Requested _, Processing _, ActionRequired _ ->
                                    "OPERATION_IN_PROGRESS";
                            case Authorized _ -> "CaptureRequested -> authorized";
                            case Captured _ -> "CHARGE_ALREADY_CAPTURED";
                            case Failed _, Voided _, Expired _ -> "CHARGE_ALREADY_CLOSED";
                        };
                case VoidCharge _ ->
                        switch (state) {
                            case None _ -> "CHARGE_NOT_FOUND";
                            case Requested _ -> "VoidRequested -> requested";
                            case Processing _ -> "VoidRequested -> processing";
                            case ActionRequired _ -> "VoidRequested -> requires_action";
                            case Authorized _ -> "VoidRequested -> authorized";
                            case Captured _ -> "CHARGE_ALREADY_CAPTURED";
                            case Voided _ -> "nothing";
                            case Failed _, Expired _ -> "CHARGE_ALREADY_CLOSED";
                        };
                case ErasePersonalData _ ->
                        switch (state) {
                            case None _ -> "CHARGE_NOT_FOUND";
                            case Requested _, Processing _, ActionRequired _ ->
                                    "OPERATION_IN_PROGRESS";
                            case Authorized _ -> "PersonalDataErased -> authorized";
                            case Captured _ -> "PersonalDataErased -> captured";
                            case Failed _ -> "PersonalDataErased -> failed";
                            case Voided _ -> "PersonalDataErased -> voided";
                            case Expired _ -> "PersonalDataErased -> expired";
                        };
                case RequestRefund _ ->
                        switch (state) {
                            case None _ -> "CHARGE_NOT_FOUND";
                            case Captured _ -> "RefundRequested -> captured";
                            case Requested _,
                                    Processing _,
                                    ActionRequired _,
                                    Authorized _,
                                    Failed _,
                                    Voided _,
                                    Expired _ ->
                                    "CHARGE_NOT_CAPTURED";
                        };
            };
        }
    }

    @Nested
    class Provider_facts {

        static Stream<Arguments> table() {
            return Payments.inEveryState().stream()
                    .flatMap(state ->
                            Stream.of("pc_1", "pc_2")
                                    .flatMap(object -> Facts.ofEveryKind(object).stream())
                                    .map(fact -> Arguments.of(state, fact)));
        }

        @ParameterizedTest
        @MethodSource("table")
        void are_booked_by_the_state(Payment state, ProviderFact fact) {
            assertThat(inWords(state, told(fact))).isEqualTo(expected(state, fact));
        }

        @ParameterizedTest
        @MethodSource("table")
        void change_nothing_the_second_time(Payment state, ProviderFact fact) {
            var once = after(state, told(fact));

            assertThat(inWords(once, told(fact))).isEqualTo("nothing");
        }

        @ParameterizedTest
        @MethodSource("table")
        void are_never_overridden_by_not_knowing(Payment state, ProviderFact fact) {
            var once = after(state, told(fact));
            boolean open = once instanceof Requested;

            assertThat(inWords(once, unknown(Payments.CHARGE)))
                    .isEqualTo(open ? "OperationUnknown -> requested" : "nothing");
        }

        private static String expected(Payment state, ProviderFact fact) {
            if (state instanceof None) {
                return "nothing";
            }
            boolean same = fact.source().objectId().equals("pc_1");
            return switch (fact) {
                case ProviderFact.Processing _ ->
                        switch ((Known) state) {
                            case Requested _, ActionRequired _ -> "ChargeProcessing -> processing";
                            case Processing _,
                                    Authorized _,
                                    Captured _,
                                    Failed _,
                                    Voided _,
                                    Expired _ ->
                                    "nothing";
                        };
                case ProviderFact.ActionRequired _ ->
                        switch ((Known) state) {
                            case Requested _, Processing _ ->
                                    "ChargeActionRequired -> requires_action";
                            case ActionRequired _,
                                    Authorized _,
                                    Captured _,
                                    Failed _,
                                    Voided _,
                                    Expired _ ->
                                    "nothing";
                        };
                case ProviderFact.Authorized _ ->
                        switch ((Known) state) {
                            case Requested _, Processing _, ActionRequired _ ->
                                    "ChargeAuthorized -> authorized";
                            case Authorized _, Captured _, Voided _, Expired _ -> "nothing";
                            case Failed _ -> same ? "nothing" : "ChargeAuthorized -> authorized";
                        };
                case ProviderFact.Captured _ ->
                        switch ((Known) state) {
                            case Requested _,
                                    Processing _,
                                    ActionRequired _,
                                    Authorized _,
                                    Voided _,
                                    Expired _ ->
                                    "ChargeCaptured -> captured";
                            case Captured _, Failed _ ->
                                    same ? "nothing" : "ChargeCaptured -> captured";
                        };
                case ProviderFact.ChargeFailed _ -> expectedOfFailure((Known) state, same);
                case ProviderFact.Voided _ ->
                        switch ((Known) state) {
                            case Requested _, Processing _, ActionRequired _, Authorized _ ->
                                    "ChargeVoided -> voided";
                            case Failed _ -> same ? "nothing" : "ChargeVoided -> failed";
                            case Captured _, Voided _, Expired _ -> "nothing";
                        };
                case ProviderFact.Expired _ ->
                        switch ((Known) state) {
                            case Requested _, Processing _, ActionRequired _, Authorized _ ->
                                    "ChargeExpired -> expired";
                            case Failed _ -> same ? "nothing" : "ChargeExpired -> failed";
                            case Captured _, Voided _, Expired _ -> "nothing";
                        };
                case ProviderFact.CaptureRefused _,
                        ProviderFact.VoidRefused _,
                        ProviderFact.RefundPending _ ->
                        "nothing";
                case ProviderFact.RefundSucceeded _ ->
                        switch ((Known) state) {
                            case Requested _, Processing _, ActionRequired _, Authorized _ ->
                                    "nothing";
                            case Captured _, Failed _, Voided _, Expired _ ->
                                    "RefundSucceeded -> " + state.coreStatus();
                        };
                case ProviderFact.RefundFailed _ -> "RefundFailed -> " + state.coreStatus();
                case ProviderFact.FeeCharged _ -> "ProviderFeeRecorded -> " + state.coreStatus();
                case ProviderFact.Converted _ -> "FundsConverted -> " + state.coreStatus();
                case ProviderFact.DisputeOpened _ -> "DisputeOpened -> " + state.coreStatus();
                case ProviderFact.DisputeFundsWithdrawn _ ->
                        "DisputeFundsWithdrawn -> " + state.coreStatus();
                case ProviderFact.DisputeFundsReinstated _ ->
                        "DisputeFundsReinstated -> " + state.coreStatus();
                case ProviderFact.DisputeClosed _ -> "DisputeClosed -> " + state.coreStatus();
            };
        }

        private static String expectedOfFailure(Known state, boolean same) {
            return switch (state) {
                case Requested _, Processing _, ActionRequired _ -> "ChargeFailed -> failed";
                case Authorized _ -> "ChargeFailed -> " + (same ? "failed" : "authorized");
                case Captured _ -> same ? "CaptureReversed -> failed" : "ChargeFailed -> captured";
                case Failed _ -> same ? "nothing" : "ChargeFailed -> failed";
                case Voided _ -> "ChargeFailed -> voided";
                case Expired _ -> "ChargeFailed -> expired";
            };
        }
    }
}
