package io.amp4j.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The operations on named channels of Snowpipe Streaming that a load needs, after "Named Channel endpoints" of Snowflake's REST reference.
 * Thread-safe.
 */
final class PipeClient {
    private final PipeHttp http;

    PipeClient(PipeHttp http) {
        this.http = http;
    }

    /**
     * Opens a channel, or takes it over: whoever had it open before is refused from then on, and what they sent and is not committed is discarded
     * ({@code fail_on_uncommitted_rows} is false by default, and said here).
     */
    PipeChannel open(PipeName pipe, String name) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("fail_on_uncommitted_rows", false);
        JsonNode answer = http.send("PUT", path(pipe, name) + "?requestId=" + newId(), PipeHttp.Body.json(body));
        ChannelStatus status = ChannelStatus.of(answer.path("channel_status"));
        if (status.isFailed()) {
            throw PipeErrors.channel(status, name);
        }
        return new PipeChannel(pipe, name, continuation(answer), status.errors());
    }

    /** Sends rows; they are in the table once the channel's committed offset is theirs, not before. */
    void append(PipeChannel channel, String offset, byte[] zippedRows) {
        String path = "data/" + path(channel.pipe(), channel.name()) + "/rows?continuationToken="
                + encoded(channel.continuation()) + "&startOffsetToken=" + encoded(offset) + "&endOffsetToken="
                + encoded(offset) + "&requestId=" + newId();
        channel.continued(continuation(http.send("POST", path, PipeHttp.Body.rows(zippedRows))));
    }

    ChannelStatus status(PipeChannel channel) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("channel_names").add(channel.name());
        String path = channel.pipe().path() + ":bulk-channel-status?requestId=" + newId();
        JsonNode statuses = http.send("POST", path, PipeHttp.Body.json(body)).path("channel_statuses");
        if (!statuses.has(channel.name())) {
            throw new AmpException(
                    LoadError.DESTINATION_UNAVAILABLE,
                    "channel " + channel.name() + " of Snowpipe Streaming is gone, and will be opened again");
        }
        ChannelStatus status = ChannelStatus.of(statuses.get(channel.name()));
        if (status.isFailed()) {
            throw PipeErrors.channel(status, channel.name());
        }
        return status;
    }

    private static String path(PipeName pipe, String channel) {
        return pipe.path() + "/channels/" + channel;
    }

    private static String continuation(JsonNode answer) {
        JsonNode token = answer.path("next_continuation_token");
        if (!token.isTextual()) {
            throw PipeErrors.unreadable(
                    "a request on a channel", new IllegalArgumentException("it has no next_continuation_token"));
        }
        return token.textValue();
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
