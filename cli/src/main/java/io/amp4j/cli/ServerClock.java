package io.amp4j.cli;

import io.amp4j.client.ServiceOptions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Compares this machine's clock with the {@code Date} of an HTTP service's answer, which is good to a second. */
final class ServerClock {
    /** Tokens are renewed by the clock, some minutes ahead. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private ServerClock() {}

    static Finding compare(ServiceOptions service, Duration timeout) throws IOException, InterruptedException {
        HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(timeout);
        service.tlsContext().ifPresent(http::sslContext);
        HttpRequest request = HttpRequest.newBuilder(service.uri())
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .timeout(timeout)
                .build();
        Instant asked = Instant.now();
        HttpResponse<Void> answer = http.build().send(request, HttpResponse.BodyHandlers.discarding());
        Instant answered = Instant.now();
        return answer.headers()
                .firstValue("date")
                .flatMap(ServerClock::time)
                .map(time -> judge(time, asked, answered))
                .orElseGet(() -> Finding.skipped(service.uri() + " does not say its time"));
    }

    /** What the server's time, cut to a second, says of ours. */
    static Finding judge(Instant server, Instant asked, Instant answered) {
        Duration behind = Duration.between(answered, server);
        Duration ahead = Duration.between(server.plusSeconds(1), asked);
        Duration off = behind.compareTo(ahead) > 0 ? behind : ahead;
        if (off.compareTo(LIMIT) <= 0) {
            return Finding.ok("within " + Math.max(1, off.toSeconds() + 1) + " s of the server's");
        }
        return Finding.warning(
                "this machine is " + off.toSeconds() + " s " + (off.equals(behind) ? "behind" : "ahead of")
                        + " the server, so tokens are not renewed in time",
                "set its clock, by NTP for instance");
    }

    private static Optional<Instant> time(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
