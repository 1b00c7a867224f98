package io.truebook.api.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truebook.ledger.money.Money;
import io.truebook.ledger.provider.CaptureMode;
import io.truebook.ledger.provider.ToldFact;
import io.truebook.ledger.reconciliation.Reply;
import io.truebook.projection.saga.ProviderQuestions;
import io.truebook.projection.saga.ProviderQuestions.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the provider is asked where nobody confirms its answer: each question once, whoever dies.
 */
@Tag("database")
class ProviderQuestionsDbTest extends FollowingLedger {

    private static final Duration LATE = Duration.ofHours(25);
    private static final Duration TOO_LATE = LATE.plus(Duration.ofHours(7));
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final ProviderQuestions questions = new ProviderQuestions(ledger.database.dataSource());

    private String unconfirmed() {
        var charge = ledger.charge(1_000, CaptureMode.AUTOMATIC);
        answered(charge, charge, done(captured("ch_" + charge, 1_000)));
        return charge;
    }

    private List<Question> taken(Instant now) {
        return questions.take("stripe", now, now.plus(LEASE), 100);
    }

    @Test
    void a_record_that_confirms_it_ends_it_without_a_break() {
        var charge = unconfirmed();
        follow(100);
        passes(LATE);
        assertThat(listed()).isEmpty();

        var late = now().plus(LATE);
        var asked = taken(late).getFirst();
        assertThat(asked.about().operationId()).isEqualTo(charge);
        assertThat(asked.about().amount()).isEqualTo(Money.of(1_000, "EUR"));
        questions.replied(asked, Reply.TOLD, List.of(ToldFact.read(asked.fact())), late);
        tick(late, orders);

        assertThat(waiting()).isZero();
        assertThat(listed()).isEmpty();
        assertThat(events("break-opened")).isZero();
    }

    @Test
    void a_provider_that_knows_nothing_of_it_is_a_break_at_once() {
        unconfirmed();
        follow(100);
        passes(LATE);

        var late = now().plus(LATE);
        questions.replied(taken(late).getFirst(), Reply.NOTHING, List.of(), late);
        tick(late, orders);

        assertThat(listed())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.code()).isEqualTo("MISSING_AT_PROVIDER");
                    assertThat(found.evidence()).contains("it knows nothing of it");
                });
    }

    @Test
    void one_that_does_not_reply_in_time_is_a_break_and_a_later_reply_closes_it() {
        unconfirmed();
        follow(100);
        passes(LATE);
        var late = now().plus(LATE);
        var first = taken(late).getFirst();
        questions.askAgain(first, late.plus(LEASE), "503");

        passes(TOO_LATE);
        assertThat(listed()).singleElement().extracting("status").isEqualTo("open");

        var later = now().plus(TOO_LATE);
        var again = taken(later).getFirst();
        assertThat(again.attempt()).isEqualTo(2);
        questions.replied(again, Reply.TOLD, List.of(ToldFact.read(again.fact())), later);
        tick(later, orders);

        assertThat(listed()).singleElement().extracting("status").isEqualTo("resolved");
        assertThat(waiting()).isZero();
    }

    @Test
    void another_amount_in_its_record_is_a_break_for_a_person() {
        unconfirmed();
        follow(100);
        passes(LATE);
        var late = now().plus(LATE);
        var asked = taken(late).getFirst();
        var other = new ToldFact(ToldFact.read(asked.fact()).factKey(), Money.of(900, "EUR"));

        questions.replied(asked, Reply.TOLD, List.of(other), late);
        tick(late, orders);

        assertThat(listed()).singleElement().extracting("code").isEqualTo("AMOUNT_MISMATCH");
    }

    @Test
    void a_question_goes_to_one_of_many_nodes_and_to_another_when_that_one_dies() throws Exception {
        for (int i = 0; i < 40; i++) {
            unconfirmed();
        }
        follow(100);
        passes(LATE);
        var late = now().plus(LATE);

        var all = new ConcurrentLinkedQueue<Question>();
        try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            var takes = new ArrayList<Future<?>>();
            for (int node = 0; node < 4; node++) {
                takes.add(nodes.submit(() -> all.addAll(taken(late))));
            }
            for (var take : takes) {
                take.get();
            }
        }

        assertThat(all)
                .hasSize(40)
                .extracting(one -> one.about().operationId())
                .doesNotHaveDuplicates();
        assertThat(taken(late)).isEmpty();
        assertThat(taken(late.plus(LEASE))).hasSize(40).allMatch(one -> one.attempt() == 2);
    }

    @Test
    void an_overtaken_node_does_not_put_the_question_off() {
        unconfirmed();
        follow(100);
        passes(LATE);
        var late = now().plus(LATE);
        var first = taken(late).getFirst();
        var second = taken(late.plus(LEASE)).getFirst();

        questions.askAgain(first, late.plus(TOO_LATE), "503");
        questions.askAgain(second, late.plus(LEASE), "503");

        assertThat(taken(late.plus(LEASE))).hasSize(1);
    }

    @Test
    void a_clock_that_dies_before_it_keeps_what_it_asked_asks_once() {
        unconfirmed();
        unknown();
        follow(100);

        assertThatThrownBy(() ->
                        tick(
                                now().plus(LATE),
                                steps -> {
                                    orders.carryOut(steps);
                                    throw new Killed();
                                }))
                .hasMessage("killed");
        assertThat(asked()).isZero();
        passes(LATE);
        passes(LATE.plusSeconds(1));

        assertThat(asked()).isOne();
    }

    private long asked() {
        return ledger.jdbc
                .sql("select count(*) from truebook.provider_question")
                .query(Long.class)
                .single();
    }

    @Test
    void a_replay_asks_nothing_again_and_finds_the_same() {
        unconfirmed();
        var denied = unconfirmed();
        follow(100);
        passes(LATE);
        var late = now().plus(LATE);
        for (var one : taken(late)) {
            boolean known = !one.about().operationId().equals(denied);
            questions.replied(
                    one,
                    known ? Reply.TOLD : Reply.NOTHING,
                    known ? List.of(ToldFact.read(one.fact())) : List.of(),
                    late);
        }
        tick(late, orders);
        var before = listed();

        replay(100, orders);
        passes(TOO_LATE);

        assertThat(taken(now().plus(TOO_LATE))).isEmpty();
        assertThat(listed()).isEqualTo(before);
        assertThat(waiting()).isOne();
        assertThat(events("break-opened")).isOne();
    }

    @Test
    void a_question_lapses_when_a_callback_tells_the_same() {
        var charge = unconfirmed();
        follow(100);
        passes(LATE);
        callback(charge, captured("ch_" + charge, 1_000));

        passes(TOO_LATE);

        assertThat(taken(now().plus(TOO_LATE))).isEmpty();
        assertThat(asked()).isZero();
        assertThat(listed()).isEmpty();
    }
}
