package io.truebook.contract.crash;

import static io.truebook.contract.crash.Moment.ANY_TIME;
import static io.truebook.contract.crash.Moment.BEFORE_APPEND;
import static io.truebook.contract.crash.Moment.COMMITTED_BEFORE_REPLY;
import static io.truebook.contract.crash.Moment.COMMIT_UNANSWERED;
import static io.truebook.contract.crash.Moment.PROVIDER_UNHEARD;
import static io.truebook.contract.crash.Moment.SAGA_CLOCK;
import static io.truebook.contract.crash.Moment.SAGA_KEPT;
import static io.truebook.contract.crash.Moment.TOKEN_UPDATE;
import static io.truebook.contract.crash.Victim.APPLICATION;
import static io.truebook.contract.crash.Victim.BACKEND;
import static io.truebook.contract.crash.Victim.BOTH;
import static io.truebook.contract.crash.Victim.CONNECTIONS_CUT;
import static io.truebook.contract.crash.Victim.CONNECTIONS_STALLED;
import static io.truebook.contract.crash.Victim.DATABASE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** One line of the fault table: what goes wrong, and when. */
record Fault(Moment moment, Victim victim) {

    /** Each kind and each moment at least once, those that need a new start of the jar seldom. */
    static final List<Fault> EACH_KIND_ONCE =
            List.of(
                    new Fault(BEFORE_APPEND, DATABASE),
                    new Fault(COMMIT_UNANSWERED, CONNECTIONS_CUT),
                    new Fault(COMMITTED_BEFORE_REPLY, APPLICATION),
                    new Fault(TOKEN_UPDATE, BACKEND),
                    new Fault(ANY_TIME, CONNECTIONS_STALLED),
                    new Fault(PROVIDER_UNHEARD, APPLICATION),
                    new Fault(COMMIT_UNANSWERED, BACKEND),
                    new Fault(SAGA_KEPT, APPLICATION),
                    new Fault(BEFORE_APPEND, CONNECTIONS_CUT),
                    new Fault(SAGA_CLOCK, APPLICATION),
                    new Fault(COMMIT_UNANSWERED, BOTH),
                    new Fault(ANY_TIME, DATABASE));

    /** The whole table over and over, each time in another order that the seed decides. */
    static List<Fault> shuffled(int kills, Random random) {
        var all = new ArrayList<Fault>();
        while (all.size() < kills) {
            var table = table();
            Collections.shuffle(table, random);
            all.addAll(table);
        }
        return List.copyOf(all.subList(0, kills));
    }

    private static List<Fault> table() {
        var table = new ArrayList<Fault>();
        for (var moment : Moment.values()) {
            for (var victim : Victim.values()) {
                table.add(new Fault(moment, victim));
            }
        }
        return table;
    }

    @Override
    public String toString() {
        return moment + " / " + victim;
    }
}
