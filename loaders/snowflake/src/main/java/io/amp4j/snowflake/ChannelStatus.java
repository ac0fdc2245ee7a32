package io.amp4j.snowflake;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the server says of a channel: {@code channel_status} of an opening, an entry of {@code channel_statuses} of the bulk status. The count of
 * refused rows is {@code rows_error_count} in the one and {@code rows_errors} in the other, as the REST reference has them.
 *
 * @param code how the channel is
 * @param committedOffset the token of the newest rows that are in the table, or empty
 * @param errors how many rows were refused since there is a channel of the name
 * @param lastError what was wrong with the last of them, or empty
 */
record ChannelStatus(String code, String committedOffset, long errors, String lastError) {
    static ChannelStatus of(JsonNode status) {
        JsonNode errors = status.has("rows_error_count") ? status.get("rows_error_count") : status.path("rows_errors");
        return new ChannelStatus(
                text(status, "channel_status_code"),
                text(status, "last_committed_offset_token"),
                errors.asLong(0),
                text(status, "last_error_message"));
    }

    private static String text(JsonNode status, String field) {
        return status.path(field).asText("").replaceFirst("^null$", "");
    }

    /** Whether nothing more comes through the channel before it is opened again. */
    boolean isFailed() {
        return code.startsWith("ERR_");
    }
}
