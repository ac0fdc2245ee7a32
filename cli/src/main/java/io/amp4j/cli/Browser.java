package io.amp4j.cli;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The user's browser, if there is one. */
final class Browser {
    private Browser() {}

    /** Asks it to open a page; whether it does cannot be known. */
    static boolean open(URI page, Map<String, String> environment) {
        Optional<List<String>> command = command(page, environment, System.getProperty("os.name", ""));
        if (command.isEmpty()) {
            return false;
        }
        try {
            new ProcessBuilder(command.get())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .getOutputStream()
                    .close();
            return true;
        } catch (IOException notThere) {
            return false;
        }
    }

    /** {@code $BROWSER} before the desktop's; on Linux only where there is a desktop. */
    static Optional<List<String>> command(URI page, Map<String, String> environment, String system) {
        String chosen = environment.getOrDefault("BROWSER", "");
        if (!chosen.isBlank()) {
            return Optional.of(List.of(chosen, page.toString()));
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            return Optional.of(List.of("open", page.toString()));
        }
        if (name.contains("windows")) {
            return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler", page.toString()));
        }
        boolean desktop = environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
        return desktop ? Optional.of(List.of("xdg-open", page.toString())) : Optional.empty();
    }
}
