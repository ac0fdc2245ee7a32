package io.amp4j.loader.labels;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.amp4j.client.AmpException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.OversizedAllocationException;

/** Takes the fields of a CSV file as they are read into a column of text each; the first record has their names. */
final class CsvColumns extends CsvCallbackHandler<Boolean> implements AutoCloseable {
    private final String file;
    private final BufferAllocator allocator;
    private final List<VarCharVector> columns = new ArrayList<>();
    private long[] lines = new long[1024];
    private long line;
    private long plainQuotes;
    private int fields;
    private int rows = -1;
    private RecordType recordType = RecordType.DATA;

    CsvColumns(String file, BufferAllocator allocator) {
        this.file = file;
        this.allocator = allocator;
    }

    @Override
    protected RecordType getRecordType() {
        return recordType;
    }

    @Override
    protected int getFieldCount() {
        return fields;
    }

    @Override
    protected void beginRecord(long startingLineNumber) {
        line = startingLineNumber;
        fields = 0;
        recordType = RecordType.DATA;
    }

    @Override
    protected void addField(char[] buffer, int offset, int length, boolean quoted) {
        String text = new String(buffer, offset, length);
        if (rows < 0) {
            columns.add(new VarCharVector(text, allocator));
        } else if (fields < columns.size()) {
            put(columns.get(fields), text, quoted);
        }
        fields++;
        plainQuotes += quoted ? 0 : text.chars().filter(c -> c == '"').count();
    }

    private void put(VarCharVector column, String text, boolean quoted) {
        if (text.isEmpty() && !quoted) {
            return;
        }
        try {
            column.setSafe(rows, text.getBytes(StandardCharsets.UTF_8));
        } catch (OversizedAllocationException e) {
            throw new AmpException(
                    LabelError.TOO_LARGE, file + ": the values of '" + column.getName() + "' take more than 2 GiB", e);
        }
    }

    @Override
    protected void setComment(char[] buffer, int offset, int length) {
        recordType = RecordType.COMMENT;
    }

    @Override
    protected void setEmpty() {
        recordType = RecordType.EMPTY;
    }

    @Override
    protected Boolean buildRecord() {
        if (recordType != RecordType.DATA) {
            return false;
        }
        if (fields != columns.size()) {
            throw new AmpException(
                    LabelError.FILE,
                    file + ", line " + line + ": " + fields + " values, and the header names " + columns.size()
                            + " columns; quote a value that has a comma in it, and close each quote");
        }
        if (rows >= 0) {
            if (rows == lines.length) {
                lines = Arrays.copyOf(lines, rows * 2);
            }
            lines[rows] = line;
        }
        rows++;
        return true;
    }

    /** The rows, once all is read; the quotes of the file that are no values' own are pairs. */
    LabelRows finish(long quotes) {
        if ((quotes - plainQuotes) % 2 != 0) {
            throw new AmpException(LabelError.FILE, file + ", line " + line + ": a quote is not closed");
        }
        if (rows < 0) {
            throw new AmpException(LabelError.FILE, file + " is empty; its first line has to name the columns");
        }
        long[] known = lines;
        columns.forEach(column -> column.setValueCount(rows));
        List<FieldVector> vectors = new ArrayList<>(columns);
        return new LabelRows(new VectorSchemaRoot(vectors), row -> "line " + known[row]);
    }

    @Override
    public void close() {
        columns.forEach(VarCharVector::close);
    }
}
