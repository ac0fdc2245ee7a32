package io.amp4j.loader.labels;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.amp4j.client.AmpException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Labels in CSV as RFC 4180 has it: UTF-8, a header, commas, quotes. A field with nothing in it is null, one with {@code ""} is an empty text;
 * empty lines are passed over.
 */
final class CsvLabels implements LabelReader {
    /** How many fields a row has is checked by {@link CsvColumns}, which knows their names. */
    private static final CsvReader.CsvReaderBuilder SYNTAX =
            CsvReader.builder().skipEmptyLines(true).allowExtraFields(true).allowMissingFields(true);

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    @Override
    public String extension() {
        return "csv";
    }

    @Override
    public LabelRows read(Path file, BufferAllocator allocator) {
        CsvColumns columns = new CsvColumns(file.toString(), allocator);
        try (BufferedReader text = Files.newBufferedReader(file);
                QuoteCount quotes = new QuoteCount(behindMark(text));
                CsvReader<Boolean> reader = SYNTAX.build(columns, quotes)) {
            reader.forEach(row -> {});
            return columns.finish(quotes.count());
        } catch (CsvParseException | UncheckedIOException | IOException e) {
            columns.close();
            throw failure(file, e);
        } catch (RuntimeException e) {
            columns.close();
            throw e;
        }
    }

    /** Spreadsheets begin their files with a mark that belongs to no column. */
    private static BufferedReader behindMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    /** The reader wraps what the callback throws, and what the file does. */
    private static RuntimeException failure(Path file, Exception failure) {
        Throwable cause = failure;
        for (Throwable next = cause; next != null; next = next.getCause()) {
            cause = next;
            if (next instanceof AmpException known) {
                return known;
            }
        }
        return LabelFile.unreadable(file, reason(cause), failure);
    }

    private static @Nullable String reason(Throwable cause) {
        if (cause instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return cause instanceof CharacterCodingException ? "it is not UTF-8" : cause.getMessage();
    }
}
