package io.amp4j.client.internal.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What came back from one call, as a whole. */
final class HttpAnswer {
    static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .configure(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION, false);

    private final HttpResponse<byte[]> response;

    HttpAnswer(HttpResponse<byte[]> response) {
        this.response = response;
    }

    int status() {
        return response.statusCode();
    }

    boolean isSuccess() {
        return status() / 100 == 2;
    }

    /** The body, if it is one JSON value. */
    Optional<JsonNode> json() {
        try {
            JsonNode node = JSON.readTree(response.body());
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    Optional<String> location() {
        return response.headers().firstValue("location");
    }

    Optional<String> contentType() {
        return response.headers().firstValue("content-type");
    }

    /** In seconds or as a date, as HTTP allows. */
    Optional<Duration> retryAfter() {
        return response.headers().firstValue("retry-after").flatMap(HttpAnswer::wait);
    }

    private static Optional<Duration> wait(String header) {
        String text = header.strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration left = Duration.between(Instant.now(), then);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeParseException unknownForm) {
            return Optional.empty();
        }
    }
}
