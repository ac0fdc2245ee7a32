package io.amp4j.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The token of the environment, else of the login file; looked up at each call, as a login may happen meanwhile. */
final class AmbientToken implements TokenSource {
    static final String VARIABLE = "AMP_AUTH_TOKEN";
    private static final JsonFactory JSON = new JsonFactory();

    private final Supplier<@Nullable String> variable;
    private final Path loginFile;

    AmbientToken(Supplier<@Nullable String> variable, Path loginFile) {
        this.variable = variable;
        this.loginFile = loginFile;
    }

    static AmbientToken ofThisProcess() {
        Path home = Path.of(System.getProperty("user.home"));
        return new AmbientToken(() -> System.getenv(VARIABLE), home.resolve(".amp/cache/amp_cli_auth"));
    }

    @Override
    public @Nullable String token() {
        String fromVariable = variable.get();
        return fromVariable == null || fromVariable.isBlank() ? loginToken() : fromVariable.strip();
    }

    private @Nullable String loginToken() {
        byte[] json;
        try {
            json = Files.readAllBytes(loginFile);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw unreadable(e);
        }
        try (JsonParser parser = JSON.createParser(json)) {
            return accessToken(parser);
        } catch (IOException e) {
            // Jackson's message quotes what it read, which may be the token: the cause is left out.
            throw unreadable(null);
        }
    }

    private @Nullable String accessToken(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw unreadable(null);
        }
        String token = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals("accessToken");
            JsonToken value = parser.nextToken();
            if (wanted && value == JsonToken.VALUE_STRING) {
                token = parser.getText();
            }
            parser.skipChildren();
        }
        return token;
    }

    private AmpException unreadable(@Nullable IOException cause) {
        return new AmpException(
                ClientError.CREDENTIALS,
                "the login file " + loginFile + " cannot be read; log in again, or remove it, or set " + VARIABLE,
                cause);
    }

    @Override
    public String toString() {
        return "TokenSource[" + VARIABLE + ", " + loginFile + "]";
    }
}
