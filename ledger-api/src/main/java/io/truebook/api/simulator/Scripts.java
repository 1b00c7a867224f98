package io.truebook.api.simulator;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plays scripts over {@code /_simulator/scripts}.
 *
 * <ul>
 *   <li>{@code POST /scripts} {@code {"seed"?, "steps": [{"after"?, "wait_ms"?, "request": "POST
 *       /faults", "body"?}]}}: plays the steps in order, see {@link Script}; answers when all are
 *       done, or when one waits.
 *   <li>{@code GET /scripts/{id}}: how far it is, with the answers so far. {@code DELETE
 *       /scripts/{id}}: it ends here.
 * </ul>
 *
 * <p>A script hears what is told after its last step. The last {@value #KEPT} scripts are kept, and
 * all are forgotten when the simulator stops, like the faults they switch on.
 */
final class Scripts {
    static final int KEPT = 1_000;

    private final ControlEdge edge;
    private final Faults faults;
    private final CountDownLatch stopping;
    private final SequencedMap<String, Script> scripts = new LinkedHashMap<>();
    private final Set<Script> playing = new LinkedHashSet<>();

    Scripts(ControlEdge edge, Faults faults, CountDownLatch stopping) {
        this.edge = edge;
        this.faults = faults;
        this.stopping = stopping;
    }

    void routes() {
        edge.on("POST", "/scripts", request -> play(request.fields()));
        edge.on("GET", "/scripts/{id}", request -> find(request.id()).body());
        edge.on("DELETE", "/scripts/{id}", request -> end(request.id()));
    }

    private Script find(String id) {
        synchronized (scripts) {
            Script script = scripts.get(id);
            if (script == null) {
                throw StripeError.noSuch("script", id, "id");
            }
            return script;
        }
    }

    private ObjectNode play(ControlFields request) {
        request.allowOnly("seed", "steps");
        Script script = Script.of(request);
        request.number("seed", Long.MIN_VALUE, Long.MAX_VALUE).ifPresent(faults::reseed);
        synchronized (scripts) {
            scripts.put(script.id(), script);
            playing.add(script);
            while (scripts.size() > KEPT) {
                playing.remove(scripts.pollFirstEntry().getValue());
            }
        }
        advance(script, false);
        return snapshot(script);
    }

    private ObjectNode snapshot(Script script) {
        synchronized (script) {
            return script.body();
        }
    }

    private ObjectNode end(String id) {
        Script script = find(id);
        synchronized (scripts) {
            scripts.remove(id);
            playing.remove(script);
        }
        return snapshot(script);
    }

    /** Takes the steps that wait for nothing; {@code released}: the next one has waited. */
    private void advance(Script script, boolean released) {
        synchronized (script) {
            boolean ready = released;
            for (Script.Step step = script.next(); step != null; step = script.next()) {
                if (!ready && step.after() != null) {
                    return;
                }
                if (!ready && step.waitMillis() > 0) {
                    later(script, step.waitMillis());
                    return;
                }
                take(script, step);
                ready = false;
            }
            synchronized (scripts) {
                playing.remove(script);
            }
        }
    }

    private void take(Script script, Script.Step step) {
        try {
            String body = step.body() == null ? "" : script.resolved(Json.text(step.body()));
            script.answered(edge.call(step.method(), script.resolved(step.path()), body));
        } catch (Refusal e) {
            script.failed(String.valueOf(e.getMessage()));
        }
    }

    private void later(Script script, long millis) {
        Thread.startVirtualThread(() -> {
            try {
                if (!stopping.await(millis, TimeUnit.MILLISECONDS)) {
                    advance(script, true);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * These events are durable. Scripts go on in threads of their own: whoever told them may hold
     * the very payment a step is about.
     */
    void told(List<Effects.Event> events) {
        List<Script> hearing;
        synchronized (scripts) {
            hearing = List.copyOf(playing);
        }
        for (Script script : hearing) {
            Thread.startVirtualThread(() -> hear(script, events));
        }
    }

    private void hear(Script script, List<Effects.Event> events) {
        synchronized (script) {
            for (Effects.Event event : events) {
                if (script.waitsFor(event)) {
                    script.happened(event);
                    Script.Step step = script.next();
                    if (step != null && step.waitMillis() > 0) {
                        later(script, step.waitMillis());
                        return;
                    }
                    advance(script, true);
                }
            }
        }
    }
}
