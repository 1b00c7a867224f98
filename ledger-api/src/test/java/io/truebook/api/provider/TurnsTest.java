package io.truebook.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.truebook.api.provider.Attempt.OpenCall;
import io.truebook.api.provider.Attempt.Step;
import io.truebook.api.provider.Attempt.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final Turns turns = new Turns(Duration.ofSeconds(30));

    private static OpenCall due(String id, Turn turn, Duration since) {
        var step = turn == Turn.QUESTION ? Step.QUERY : Step.SEND;
        return new OpenCall(
                id, "t", "p-" + id, "stripe", 0, step, turn, NOW.minus(since), null, null, 0, 0);
    }

    private List<String> next(List<OpenCall> due, int room) {
        return turns.next(due, room, NOW).stream().map(OpenCall::operationId).toList();
    }

    @Test
    void who_waits_goes_first_then_what_was_never_sent_then_what_was_then_questions() {
        var due =
                List.of(
                        due("question", Turn.QUESTION, Duration.ofHours(1)),
                        due("again", Turn.AGAIN, Duration.ofMinutes(1)),
                        due("first", Turn.FIRST, Duration.ofMinutes(2)),
                        due("waiting", Turn.FIRST, Duration.ofSeconds(1)));

        assertThat(next(due, 3)).containsExactly("waiting", "first", "again");
    }

    @Test
    void of_the_same_urgency_the_older_goes_first() {
        var due =
                List.of(
                        due("younger", Turn.FIRST, Duration.ofSeconds(1)),
                        due("older", Turn.FIRST, Duration.ofSeconds(5)));

        assertThat(next(due, 2)).containsExactly("older", "younger");
    }

    @Test
    void a_question_gets_each_fourth_place_however_many_new_ones_come() {
        var asked = new ArrayList<String>();
        for (int round = 0; round < 8; round++) {
            var due = new ArrayList<OpenCall>();
            due.add(due("question", Turn.QUESTION, Duration.ofHours(1)));
            for (int i = 0; i < 10; i++) {
                due.add(due("new-" + round + "-" + i, Turn.FIRST, Duration.ofSeconds(1)));
            }
            asked.addAll(next(due, 1));
        }

        assertThat(asked).filteredOn("question"::equals).hasSize(2);
    }

    @Test
    void there_are_never_more_than_there_is_room_for() {
        var due =
                List.of(
                        due("a", Turn.FIRST, Duration.ZERO),
                        due("b", Turn.FIRST, Duration.ZERO),
                        due("c", Turn.QUESTION, Duration.ZERO));

        assertThat(next(due, 2)).hasSize(2).doesNotHaveDuplicates();
        assertThat(next(due, 5)).hasSize(3).doesNotHaveDuplicates();
    }
}
