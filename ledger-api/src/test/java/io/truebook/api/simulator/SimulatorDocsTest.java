package io.truebook.api.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What docs/simulator.md shows is what the simulator takes. */
@Tag("database")
class SimulatorDocsTest {
    private static final Path PAGE = Path.of("..", "docs", "simulator.md");
    private static SimulatorFixture simulator;

    @BeforeAll
    static void start() {
        simulator = new SimulatorFixture();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    private static List<String> shown(String pattern) throws IOException {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static void taken(String path, String body) throws Exception {
        var answer = simulator.send("POST", "/_simulator" + path, body, "application/json");
        assertThat(answer.statusCode()).as(body + ": " + answer.body()).isEqualTo(200);
    }

    @Test
    void every_example_of_a_fault_is_taken() throws Exception {
        List<String> examples = shown("\\{\"kind\": [^}\\n]*}");

        assertThat(examples).hasSizeGreaterThan(15);
        for (String example : examples) {
            taken("/faults", example);
        }
        simulator.control("DELETE", "/faults", "");
    }

    @Test
    void every_kind_of_fault_has_an_example() throws Exception {
        List<String> named = shown("(?<=`)[a-z]+(_[a-z]+)*(?=`)");

        assertThat(named).containsAll(Arrays.asList(Fault.Kind.wires()));
    }

    @Test
    void every_example_of_a_setting_is_taken_and_no_setting_is_left_out() throws Exception {
        List<String> examples =
                shown(
                        "\\{\"(seed|reports_up_to|adyen_\\w+|\\w+_delay_ms|search_lag_ms)\":"
                                + " [^,}]*}");

        for (String example : examples) {
            taken("/settings", example);
        }
        String all = String.join(" ", examples);
        assertThat(Knobs.START.body().propertyNames()).allMatch(name -> all.contains(name));
    }

    @Test
    void the_script_is_played() throws Exception {
        String script = shown("\\{\"seed\": 7, \"steps\".*?]}").getFirst();

        taken("/scripts", script);
        simulator.control("DELETE", "/faults", "");
    }
}
