package io.amp4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Tells people of each check as it ends, and everybody of all at the end. */
final class CheckLines {
    private static final int NAME_WIDTH = 14;
    private static final int WORD_WIDTH = Arrays.stream(Verdict.values())
            .mapToInt(verdict -> verdict.word().length())
            .max()
            .orElse(0);

    private final Answer answer;

    CheckLines(Answer answer) {
        this.answer = answer;
    }

    void tell(Check check) {
        if (answer.isJson()) {
            return;
        }
        Finding finding = check.finding();
        answer.line(answer.colored(
                        finding.verdict().color(), padded(finding.verdict().word(), WORD_WIDTH)) + "  "
                + padded(check.name(), NAME_WIDTH) + "  "
                + (finding.code() == null ? "" : finding.code() + ": ") + onOneLine(finding.found()));
        if (!finding.advice().isEmpty()) {
            answer.line(" ".repeat(WORD_WIDTH + NAME_WIDTH + 4) + "→ " + onOneLine(finding.advice()));
        }
    }

    void end(Checkup checkup) {
        if (answer.isJson()) {
            answer.document(json(checkup));
            return;
        }
        answer.line("");
        answer.line(Arrays.stream(Verdict.values())
                .filter(verdict -> checkup.count(verdict) > 0)
                .map(verdict -> checkup.count(verdict) + " " + verdict.word())
                .collect(Collectors.joining(", ")));
    }

    private static ObjectNode json(Checkup checkup) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("healthy", checkup.exit() == ExitCode.OK);
        ArrayNode checks = json.putArray("checks");
        for (Check check : checkup.checks()) {
            ObjectNode one = checks.addObject()
                    .put("check", check.name())
                    .put("verdict", check.finding().verdict().word())
                    .put("found", check.finding().found());
            if (check.finding().code() != null) {
                one.put("code", check.finding().code());
            }
            if (!check.finding().advice().isEmpty()) {
                one.put("advice", check.finding().advice());
            }
            one.put("millis", check.took().toMillis());
        }
        return json;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String onOneLine(String text) {
        return Answer.safe(text.strip().replaceAll("\\s*\\R\\s*", " "));
    }
}
