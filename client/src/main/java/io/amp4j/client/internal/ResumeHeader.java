package io.amp4j.client.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.amp4j.client.BlockRef;
import io.amp4j.client.Cursor;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A cursor as the server reads it. It must parse there: a header that does not is ignored without an error, and the stream would begin
 * again at the first block.
 */
final class ResumeHeader {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            // Header values are ASCII.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private ResumeHeader() {}

    static String of(Cursor cursor) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, BlockRef> entry : cursor.blocks().entrySet()) {
                json.writeObjectFieldStart(entry.getKey());
                json.writeNumberField("number", entry.getValue().number());
                json.writeStringField("hash", entry.getValue().hash());
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
