package io.truebook.api.reconciliation;

import io.truebook.ledger.reconciliation.FindingCode;
import java.util.List;
import java.util.Set;

/**
 * What is wrong with one payment of a corpus, and what a run has to say of it.
 *
 * <p>A class of finding that comes later is one more constant here. Each begins with a payment that
 * is right ({@link Plot#charge}) or with none, and does one thing to it.
 */
enum PlantedFault {
    NONE(FindingCode.MATCHED) {
        @Override
        void plant(Plot plot) {
            plot.charge();
            plot.settle(plot.amount);
        }
    },
    NONE_REFUNDED(FindingCode.MATCHED) {
        @Override
        void plant(Plot plot) {
            NONE.plant(plot);
            plot.refund();
            plot.settleRefund(plot.charge);
        }
    },
    NONE_CAPTURED_IN_PART(FindingCode.MATCHED) {
        @Override
        void plant(Plot plot) {
            plot.charge();
            plot.row("txn", "charge", plot.amount + 500, plot.fee, plot.object, plot.charge, null);
            plot.row("txr", "partial_capture_reversal", -500, 0, plot.object, plot.charge, null);
        }
    },
    NONE_FOUND_BY_OBJECT(FindingCode.MATCHED) {
        @Override
        void plant(Plot plot) {
            plot.charge();
            plot.row("txn", "charge", plot.amount, plot.fee, plot.object, null, null);
        }
    },
    NONE_REFUND_FOUND_BY_OBJECT(FindingCode.MATCHED) {
        @Override
        void plant(Plot plot) {
            NONE.plant(plot);
            plot.refund();
            plot.row("txf", "refund", -300, 0, plot.name("prov_re"), plot.charge, null);
        }
    },
    NONE_DISPUTED(FindingCode.MATCHED) {
        @Override
        void plant(Plot plot) {
            NONE.plant(plot);
            var dispute = plot.name("dp");
            plot.booked("dispute-funds-withdrawn", dispute, dispute, -plot.amount);
            plot.row("txd", "dispute", -plot.amount, 0, dispute, plot.charge, null);
            plot.booked("dispute-funds-reinstated", dispute, dispute, plot.amount);
            plot.row("txe", "dispute_reversal", plot.amount, 0, dispute, plot.charge, null);
        }
    },
    NONE_PAID_OUT(FindingCode.MATCHED) {
        @Override
        void plant(Plot plot) {
            plot.leaves(900);
        }
    },
    NONE_PROVED(FindingCode.MATCHED) {
        @Override
        void plant(Plot plot) {
            NONE.plant(plot);
            plot.payOut(plot.amount - plot.fee);
        }
    },
    PAID_OUT_SHORT(FindingCode.MATCHED, FindingCode.PAYOUT_MISMATCH) {
        @Override
        void plant(Plot plot) {
            NONE.plant(plot);
            plot.payOut(plot.amount - plot.fee - 1);
        }
    },
    BANKED_SHORT(FindingCode.MATCHED, FindingCode.BANK_SHORT) {
        @Override
        void plant(Plot plot) {
            plot.leaves(900, 899);
        }
    },
    BANKED_TOO_MUCH(FindingCode.MATCHED, FindingCode.AMOUNT_MISMATCH) {
        @Override
        void plant(Plot plot) {
            plot.leaves(900, 901);
        }
    },
    NONE_CONVERTED(FindingCode.MATCHED) {
        @Override
        void plant(Plot plot) {
            plot.converted(1_100);
            plot.settleDollars(1_100);
        }
    },
    CONVERTED_AT_ANOTHER_RATE(FindingCode.FX_DIFFERENCE) {
        @Override
        void plant(Plot plot) {
            plot.converted(1_100);
            plot.settleDollars(1_099);
        }
    },
    BOOKED_TODAY(FindingCode.TIMING) {
        @Override
        void plant(Plot plot) {
            plot.at = Plot.LATE;
            plot.bookedCharge();
        }
    },
    STILL_OPEN(FindingCode.TIMING) {
        @Override
        void plant(Plot plot) {
            plot.at = Plot.LATE;
            OPEN_FOR_DAYS.plant(plot);
        }
    },
    OPEN_FOR_DAYS(FindingCode.STALE_UNKNOWN) {
        @Override
        void plant(Plot plot) {
            plot.fee = 0;
            plot.corpus.known(plot.charge, plot.at);
            plot.corpus.open(plot.charge, plot.at);
            plot.settle(plot.amount);
        }
    },
    FAILED_AS_WE_WERE_TOLD(FindingCode.STATUS_MISMATCH) {
        @Override
        void plant(Plot plot) {
            plot.fee = 0;
            plot.corpus.known(plot.charge, plot.at);
            plot.corpus.told(plot.charge, "charge-failed", plot.at);
            plot.settle(plot.amount);
        }
    },
    NONE_BOOKED_THE_DAY_BEFORE(FindingCode.MATCHED) {
        @Override
        void plant(Plot plot) {
            plot.at = Plot.BEGIN.minusSeconds(1);
            plot.bookedCharge();
            plot.fee = 0;
            plot.at = Plot.BEGIN.plusSeconds(1);
            plot.settle(plot.amount);
        }
    },
    ACROSS_THE_CUT_OFF(FindingCode.TIMING) {
        @Override
        void plant(Plot plot) {
            plot.at = Plot.END.minusSeconds(1);
            plot.bookedCharge();
            plot.fee = 0;
            plot.at = Plot.END.plusSeconds(1);
            plot.settle(plot.amount);
        }
    },
    LOST_CALLBACK(FindingCode.MISSING_IN_LEDGER) {
        @Override
        void plant(Plot plot) {
            plot.fee = 0;
            plot.settle(plot.amount);
        }
    },
    REFUNDED_AT_THE_PROVIDER(FindingCode.MATCHED, FindingCode.MISSING_IN_LEDGER) {
        @Override
        void plant(Plot plot) {
            NONE.plant(plot);
            plot.settleRefund(plot.charge);
        }
    },
    NEVER_SETTLED(FindingCode.MISSING_AT_PROVIDER) {
        @Override
        void plant(Plot plot) {
            plot.bookedCharge();
        }
    },
    OTHER_AMOUNT(FindingCode.AMOUNT_MISMATCH) {
        @Override
        void plant(Plot plot) {
            plot.charge();
            plot.settle(plot.amount - 1);
        }
    },
    OTHER_CURRENCY(FindingCode.CURRENCY_MISMATCH) {
        @Override
        void plant(Plot plot) {
            plot.bookedCharge();
            plot.corpus.settled(
                    plot.name("txn"),
                    "charge",
                    plot.at,
                    "USD",
                    plot.amount,
                    0,
                    plot.object,
                    plot.charge,
                    null);
        }
    },
    OTHER_FEE(FindingCode.MATCHED, FindingCode.FEE_MISMATCH) {
        @Override
        void plant(Plot plot) {
            plot.charge();
            plot.fee += 1;
            plot.settle(plot.amount);
        }
    },
    CHARGED_TWICE(FindingCode.MATCHED, FindingCode.DUPLICATE_AT_PROVIDER) {
        @Override
        void plant(Plot plot) {
            NONE.plant(plot);
            plot.at = plot.at.plusSeconds(60);
            plot.row("txt", "charge", plot.amount, 0, plot.name("prov_2"), plot.charge, null);
        }
    },
    CHARGED_TWICE_AND_BOOKED(FindingCode.MATCHED, FindingCode.DUPLICATE_AT_PROVIDER) {
        @Override
        void plant(Plot plot) {
            CHARGED_TWICE.plant(plot);
            plot.corpus.refers(plot.name("prov_2"), plot.charge);
            plot.booked("charge-captured", plot.charge, plot.name("prov_2"), plot.amount);
        }
    },
    NONE_SECOND_CHARGE_GIVEN_BACK(FindingCode.MATCHED) {
        @Override
        void plant(Plot plot) {
            CHARGED_TWICE_AND_BOOKED.plant(plot);
            plot.booked("refund-succeeded", plot.name("re"), plot.name("prov_re"), -plot.amount);
            plot.row(
                    "txf",
                    "refund",
                    -plot.amount,
                    0,
                    plot.name("prov_re"),
                    plot.charge,
                    plot.name("re"));
        }
    },
    BOOKED_TWICE(FindingCode.MATCHED, FindingCode.DUPLICATE_IN_LEDGER) {
        @Override
        void plant(Plot plot) {
            plot.charge();
            plot.booked("charge-captured", plot.charge, plot.object, plot.amount);
            plot.settle(plot.amount);
        }
    },
    REFUND_OF_NOBODYS_CHARGE(FindingCode.ORPHAN_REFUND) {
        @Override
        void plant(Plot plot) {
            plot.settleRefund(null);
        }
    },
    DISPUTE_OF_NOBODYS_CHARGE(FindingCode.ORPHAN_DISPUTE) {
        @Override
        void plant(Plot plot) {
            plot.row("txd", "dispute", -plot.amount, 0, plot.name("dp"), null, null);
        }
    },
    NEW_CATEGORY(FindingCode.UNKNOWN_ROW) {
        @Override
        void plant(Plot plot) {
            plot.row("txu", "moon_tax", -7, 0, plot.name("src"), null, null);
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf gives an unmodifiable one.
    private final Set<FindingCode> expected;

    PlantedFault(FindingCode... expected) {
        this.expected = Set.copyOf(List.of(expected));
    }

    /** The classes, no more and no fewer, that a run has to find for the payment. */
    Set<FindingCode> expected() {
        return expected;
    }

    abstract void plant(Plot plot);
}
