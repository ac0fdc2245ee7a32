package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.internal.http.Routes.Access;
import java.time.Instant;
import java.util.regex.Pattern;

/** {@code /workers}: there is one, and it lives as long as the server. */
final class WorkerRoutes {
    static final String WORKER = "worker-devnet-1";

    private final Instant started = Instant.now();

    void addTo(Routes routes) {
        routes.add(Access.SERVER, "GET /workers", call -> list());
        routes.add(Access.SERVER, "GET /workers/{id}", this::get);
    }

    /** The worker that a selector means: its id, or a pattern with asterisks. */
    static String matching(String selector) {
        String pattern = Pattern.quote(selector).replace("*", "\\E.*\\Q");
        if (!WORKER.matches(pattern)) {
            throw HttpRefusal.badRequest("WORKER_NOT_AVAILABLE", "no active worker matches '" + selector + "'");
        }
        return WORKER;
    }

    private static Reply list() {
        ObjectNode answer = Reply.object();
        answer.putArray("workers")
                .addObject()
                .put("node_id", WORKER)
                .put("heartbeat_at", Instant.now().toString());
        return Reply.ok(answer);
    }

    private Reply get(Request call) {
        String id = call.path("id");
        if (!id.matches("[a-zA-Z][a-zA-Z0-9_.-]*")) {
            throw HttpRefusal.badRequest("INVALID_WORKER_ID", "invalid worker id: " + id);
        }
        if (!id.equals(WORKER)) {
            throw HttpRefusal.notFound("WORKER_NOT_FOUND", "worker '" + id + "' not found");
        }
        ObjectNode answer = Reply.object()
                .put("node_id", WORKER)
                .put("created_at", started.toString())
                .put("registered_at", started.toString())
                .put("heartbeat_at", Instant.now().toString());
        answer.putObject("info")
                .put("version", "devnet")
                .put("commit_sha", "unknown")
                .put("commit_timestamp", "unknown")
                .put("build_date", "unknown");
        return Reply.ok(answer);
    }
}
