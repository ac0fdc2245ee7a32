package io.amp4j.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.cli.output.TextTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says what a command found: in JSON for scripts, else in words and tables. */
final class Answer {
    private final Console console;
    private final CommonOptions common;

    Answer(Console console, CommonOptions common) {
        this.console = console;
        this.common = common;
    }

    /** A list: an array of objects, or a table with a row for each. */
    void list(List<?> items, TextTable table, String nothing) {
        if (common.json()) {
            line(RecordJson.of(items).toString());
        } else if (items.isEmpty()) {
            line(nothing);
        } else {
            table(table);
        }
    }

    /** One thing: an object, or a line for each of its properties. */
    void properties(Object record) {
        JsonNode json = RecordJson.of(record);
        if (common.json()) {
            line(json.toString());
            return;
        }
        int width = 0;
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            width = Math.max(width, property.getKey().length());
        }
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            String name = property.getKey().replace('_', ' ');
            line(name + " ".repeat(width - name.length() + 2) + safe(words(property.getValue())));
        }
    }

    private static String words(JsonNode value) {
        if (value.isNull() || (value.isArray() && value.isEmpty())) {
            return "-";
        }
        if (value.isArray() && value.get(0).isValueNode()) {
            List<String> words = new ArrayList<>();
            value.forEach(each -> words.add(each.asText()));
            return String.join(" ", words);
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** Something was done. */
    void done(String what, Object json) {
        line(common.json() ? RecordJson.of(json).toString() : safe(what));
    }

    /** Text of many lines. */
    void text(String text) {
        line(safe(text));
    }

    /** What stands above a table. */
    void heading(String text) {
        line(colored("\033[1m", safe(text)));
    }

    /** Text behind an escape sequence, where colours are wanted. */
    String colored(String escape, String text) {
        return console.colors(common.color()) ? escape + text + "\033[0m" : text;
    }

    /** JSON that is the answer itself: on many lines for people, on one for scripts. */
    void document(JsonNode json) {
        line(common.json() ? json.toString() : safe(json.toPrettyString()));
    }

    /** A word that scripts take as it is, unless they want JSON. */
    void word(String name, String value) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put(name, value);
        line(common.json() ? json.toString() : value);
    }

    boolean isJson() {
        return common.json();
    }

    void table(TextTable table) {
        try {
            table.writeTo(console.out(), console.look(common.color()));
        } catch (IOException e) {
            throw StandardOutput.failed(e);
        }
    }

    void line(String text) {
        try {
            console.out().write((text + "\n").getBytes(StandardCharsets.UTF_8));
            console.out().flush();
        } catch (IOException e) {
            throw StandardOutput.failed(e);
        }
    }

    /** What servers and strangers wrote must not steer somebody's terminal. */
    static String safe(Object value) {
        return String.valueOf(value).replaceAll("[\\p{Cc}&&[^\n\t]]|\\p{Cf}", "�");
    }
}
