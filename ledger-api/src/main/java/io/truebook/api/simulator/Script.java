package io.truebook.api.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Control requests played in order, each after what it waits for. It stops at the first one that is
 * refused.
 *
 * <p>In a path or body, {@code {1.id}} is the field of the first step's answer, and {@code
 * {event.object}} the object of the event that was last waited for.
 */
final class Script {
    private static final Pattern STEP = Pattern.compile("(GET|POST|DELETE) (/[!-~]*)");
    private static final Pattern REFERENCE =
            Pattern.compile("\\{(event\\.object|([0-9]{1,3})\\.([A-Za-z0-9_.]+))}");
    private static final int STEPS_AT_MOST = 1_000;

    /**
     * A control request; before it, an event of type {@code after} is told, or the time passes.
     *
     * @param waitMillis how long it waits, after the event where there is one
     */
    record Step(
            @Nullable String after,
            long waitMillis,
            String method,
            String path,
            @Nullable ObjectNode body) {}

    private final String id = Ids.next("script_");
    private final List<Step> steps;
    private final List<ObjectNode> answers = new ArrayList<>();
    private @Nullable String eventObject;
    private @Nullable String error;

    private Script(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    static Script of(ControlFields request) {
        if (!(request.body().get("steps") instanceof ArrayNode given) || given.isEmpty()) {
            throw ControlFields.invalid("steps", "Must be a list with at least one step.");
        }
        if (given.size() > STEPS_AT_MOST) {
            throw ControlFields.invalid("steps", "At most " + STEPS_AT_MOST + " steps.");
        }
        var steps = new ArrayList<Step>();
        for (JsonNode entry : given) {
            steps.add(step("steps[" + steps.size() + "]", entry));
        }
        return new Script(steps);
    }

    private static Step step(String where, JsonNode entry) {
        if (!(entry instanceof ObjectNode object)) {
            throw ControlFields.invalid(where, "Must be an object.");
        }
        var fields = new ControlFields(object).allowOnly("after", "wait_ms", "request", "body");
        Matcher request = STEP.matcher(fields.required("request"));
        if (!request.matches() || request.group(2).startsWith("/scripts")) {
            throw ControlFields.invalid(
                    where + ".request", "Must be a control request such as 'POST /faults'.");
        }
        JsonNode body = object.get("body");
        if (body != null && !(body instanceof ObjectNode)) {
            throw ControlFields.invalid(where + ".body", "Must be an object.");
        }
        return new Step(
                fields.text("after").orElse(null),
                fields.number("wait_ms", 0, 86_400_000).orElse(0L),
                request.group(1),
                request.group(2),
                (ObjectNode) body);
    }

    String id() {
        return id;
    }

    /** The step that comes next, null at the end. */
    @Nullable Step next() {
        return error != null || answers.size() == steps.size() ? null : steps.get(answers.size());
    }

    boolean waitsFor(Effects.Event event) {
        Step next = next();
        return next != null && next.after() != null && Fault.wildcard(next.after(), event.type());
    }

    void happened(Effects.Event event) {
        eventObject = event.objectId();
    }

    void answered(ObjectNode answer) {
        answers.add(answer);
    }

    void failed(String message) {
        error = "step " + (answers.size() + 1) + ": " + message;
    }

    /** The text with its references replaced; a refusal when there is nothing to put there. */
    String resolved(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> {
                    String value =
                            found.group(2) == null
                                    ? eventObject
                                    : field(Integer.parseInt(found.group(2)), found.group(3));
                    if (value == null) {
                        throw ControlFields.invalid(
                                found.group(), "There is nothing of this name yet.");
                    }
                    return Matcher.quoteReplacement(value);
                });
    }

    private @Nullable String field(int step, String path) {
        if (step < 1 || step > answers.size()) {
            return null;
        }
        JsonNode value = answers.get(step - 1).at("/" + path.replace('.', '/'));
        return value.isValueNode() && !value.isNull() ? value.asString() : null;
    }

    ObjectNode body() {
        ObjectNode body = Json.object();
        body.put("id", id);
        Step next = next();
        body.put("status", error != null ? "failed" : next == null ? "done" : "waiting");
        body.put("step", answers.size() + 1);
        if (next != null) {
            body.put("after", next.after());
        }
        body.put("error", error);
        answers.forEach(body.putArray("answers")::add);
        return body;
    }
}
