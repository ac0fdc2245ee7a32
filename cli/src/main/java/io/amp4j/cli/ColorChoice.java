package io.amp4j.cli;

import java.util.Map;

/** When to use colours. */
enum ColorChoice {
    auto,
    always,
    never;

    /** {@code NO_COLOR}, if set to anything, wins over {@code auto} (https://no-color.org). */
    boolean applies(boolean terminal, Map<String, String> environment) {
        return switch (this) {
            case always -> true;
            case never -> false;
            case auto ->
                terminal
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(environment.get("TERM"));
        };
    }
}
