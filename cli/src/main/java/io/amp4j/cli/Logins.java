package io.amp4j.cli;

import io.amp4j.client.TokenSource;
import io.amp4j.client.auth.Login;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a command's token comes from, as its environment says. */
final class Logins {
    private static final String TOKEN = "AMP_AUTH_TOKEN";

    private Logins() {}

    /** The environment's token, if it has one. */
    static Optional<String> named(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(TOKEN)).map(String::strip).filter(token -> !token.isEmpty());
    }

    /** The login of the user, or of the environment's file; with another platform than the environment's, if one is given. */
    static Login login(Map<String, String> environment, @Nullable String platform) {
        Path file = Optional.ofNullable(environment.get(Login.FILE_VARIABLE))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElseGet(Login::defaultFile);
        return Login.at(file, platform == null ? environment.get(Login.PLATFORM_VARIABLE) : platform);
    }

    /** The environment's token, else the login's. */
    static TokenSource tokens(Map<String, String> environment) {
        return named(environment)
                .map(TokenSource::of)
                .orElseGet(() -> login(environment, null).tokens());
    }
}
