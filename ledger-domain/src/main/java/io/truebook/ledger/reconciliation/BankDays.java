package io.truebook.ledger.reconciliation;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** Days on which banks work: all but Saturdays and Sundays. Holidays differ by bank and place. */
public final class BankDays {

    private BankDays() {}

    /** The bank day that is so many after a day. */
    public static LocalDate after(LocalDate day, int bankDays) {
        var on = day;
        for (int left = bankDays; left > 0; ) {
            on = on.plusDays(1);
            if (on.getDayOfWeek() != DayOfWeek.SATURDAY && on.getDayOfWeek() != DayOfWeek.SUNDAY) {
                left--;
            }
        }
        return on;
    }
}
