package io.amp4j.devnet.internal.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which call is answered by whom; the first route that fits, in the order in which they were added. */
final class Routes {
    /** Who may call. */
    enum Access {
        /** Whoever has the token that the server wants, if it wants one. */
        SERVER,
        /** Whoever is logged in. */
        OWNER,
        /** Anybody. */
        PUBLIC
    }

    /** A call's answer, with who may have it, and with what the path holds. */
    record Match(Access access, Map<String, String> path, Function<Request, Reply> answer) {}

    private record Route(String method, List<String> segments, Access access, Function<Request, Reply> answer) {}

    private final List<Route> routes = new ArrayList<>();

    /**
     * Adds a route.
     *
     * @param call such as {@code GET /jobs/{id}}
     */
    void add(Access access, String call, Function<Request, Reply> answer) {
        int blank = call.indexOf(' ');
        routes.add(new Route(call.substring(0, blank), segments(call.substring(blank + 1)), access, answer));
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    Optional<Match> find(String method, String rawPath) {
        List<String> given = segments(rawPath);
        for (Route route : routes) {
            Map<String, String> path = route.method().equals(method) ? match(route.segments(), given) : null;
            if (path != null) {
                return Optional.of(new Match(route.access(), path, route.answer()));
            }
        }
        return Optional.empty();
    }

    private static @Nullable Map<String, String> match(List<String> wanted, List<String> given) {
        if (wanted.size() != given.size()) {
            return null;
        }
        Map<String, String> path = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String value = Request.decoded(given.get(i));
            String name = wanted.get(i);
            if (name.startsWith("{")) {
                path.put(name.substring(1, name.length() - 1), value);
            } else if (!name.equals(value)) {
                return null;
            }
        }
        return path;
    }
}
