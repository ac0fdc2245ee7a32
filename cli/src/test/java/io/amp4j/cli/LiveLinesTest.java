package io.amp4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What stands on a terminal after lines were shown and taken back. */
class LiveLinesTest {
    private static final int WIDTH = 40;

    private final StringWriter err = new StringWriter();

    private LiveLines lines(boolean terminal, String kind) {
        return new LiveLines(new Console(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                new PrintWriter(err, true),
                terminal,
                terminal,
                WIDTH,
                Map.of("TERM", kind)));
    }

    @Test
    void new_lines_take_the_place_of_those_before() {
        LiveLines lines = lines(true, "xterm");
        lines.say("begins");
        lines.show(List.of("one", "two", "three"));
        lines.show(List.of("one more"));
        assertThat(screen()).containsExactly("begins", "one more");
        lines.say("something happens");
        lines.show(List.of("after", "wards"));
        assertThat(screen()).containsExactly("begins", "something happens", "after", "wards");
        lines.clear();
        lines.clear();
        assertThat(screen()).containsExactly("begins", "something happens");
    }

    @Test
    void a_line_that_is_too_long_is_cut_so_that_it_can_be_taken_back() {
        LiveLines lines = lines(true, "xterm");
        lines.show(List.of("x".repeat(100), "é".repeat(39), "漢".repeat(30)));
        assertThat(screen())
                .containsExactly("x".repeat(WIDTH - 2) + "…", "é".repeat(WIDTH - 1), "漢".repeat(WIDTH / 2 - 1) + "…");
        lines.show(List.of("short"));
        assertThat(screen()).containsExactly("short");
    }

    @Test
    void more_lines_than_a_terminal_has_room_for_are_counted() {
        LiveLines lines = lines(true, "xterm");
        lines.show(IntStream.range(0, 40).mapToObj(i -> "line " + i).toList());
        assertThat(screen()).hasSize(18).endsWith("line 16", "  … and 23 more");
    }

    @Test
    void what_a_server_named_cannot_move_the_cursor() {
        lines(true, "xterm").show(List.of("table \u001b[2J\nlogs"));
        assertThat(screen()).containsExactly("table ?[2J?logs");
    }

    @Test
    void elsewhere_there_are_no_lines_that_change() {
        assertThat(lines(true, "xterm").isLive()).isTrue();
        assertThat(lines(true, "dumb").isLive()).isFalse();
        assertThat(lines(false, "xterm").isLive()).isFalse();
        LiveLines lines = lines(false, "xterm");
        lines.say("said");
        lines.clear();
        assertThat(err.toString()).isEqualTo("said" + System.lineSeparator());
    }

    /** What a terminal makes of all that was written. */
    private List<String> screen() {
        List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
        int row = 0;
        int column = 0;
        String text = err.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (text.startsWith("\u001b[A", i)) {
                row = Math.max(0, row - 1);
                i += 2;
            } else if (text.startsWith("\u001b[J", i)) {
                rows.get(row).setLength(column);
                rows.subList(row + 1, rows.size()).clear();
                i += 2;
            } else if (c == '\r') {
                column = 0;
            } else if (c == '\n') {
                row++;
                column = 0;
            } else {
                int width = c >= '\u4e00' && c <= '\u9fff' ? 2 : 1;
                if (columns(rows.get(row)) + width > WIDTH) { // the terminal wraps
                    row++;
                }
                while (rows.size() <= row) {
                    rows.add(new StringBuilder());
                }
                rows.get(row).append(c);
                column = rows.get(row).length();
            }
            while (rows.size() <= row) {
                rows.add(new StringBuilder());
            }
        }
        return rows.stream()
                .map(StringBuilder::toString)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static int columns(StringBuilder line) {
        return line.chars().map(c -> c >= '\u4e00' && c <= '\u9fff' ? 2 : 1).sum();
    }
}
