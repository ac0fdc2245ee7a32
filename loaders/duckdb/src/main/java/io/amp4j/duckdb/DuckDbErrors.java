package io.amp4j.duckdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.sql.SQLException;

/**
 * Turns DuckDB's errors into ours. DuckDB gives no SQLSTATE, but connections with {@code errors_as_json} say the type of the exception, and
 * for I/O the system's error number: these decide, never words.
 */
final class DuckDbErrors {
    private static final String CONFLICT = "TransactionContext";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private DuckDbErrors() {}

    static AmpException translate(SQLException error, DuckDbLocation where) {
        Parsed parsed = parse(error);
        LoadError code = code(parsed, error);
        String message = "DuckDB (" + where + "): " + parsed.message() + hint(code, parsed.type());
        return new AmpException(code, message, error);
    }

    /** Whether another transaction changed the same rows or tables first, so that the same transaction may succeed now. */
    static boolean isConflict(SQLException error) {
        return parse(error).type().equals(CONFLICT);
    }

    private static LoadError code(Parsed parsed, SQLException error) {
        String state = error.getSQLState();
        if (state != null && state.startsWith("08")) {
            return LoadError.DESTINATION_UNAVAILABLE;
        }
        return switch (parsed.type()) {
            case "IO" -> ioCode(parsed.errno());
            case "Out of Memory" -> LoadError.DESTINATION_EXHAUSTED;
            case "Constraint", "Conversion", "Out of Range", "Invalid Input" -> LoadError.VALUE_REFUSED;
            // Fatal: this open database is unusable, and may be sound once it is opened anew.
            case CONFLICT, "FATAL", "INTERRUPT" -> LoadError.DESTINATION_UNAVAILABLE;
            default -> LoadError.DESTINATION_FAILED;
        };
    }

    /** The numbers are those of Linux and macOS, which differ where two are given. */
    private static LoadError ioCode(int errno) {
        return switch (errno) {
            case 11, 35 -> LoadError.LOCKED; // EAGAIN: the answer to a lock that another process holds
            case 28, 122, 69 -> LoadError.DESTINATION_EXHAUSTED; // ENOSPC, EDQUOT
            case 23, 24, 12 -> LoadError.DESTINATION_EXHAUSTED; // ENFILE, EMFILE, ENOMEM
            default -> LoadError.DESTINATION_FAILED;
        };
    }

    private static String hint(LoadError code, String type) {
        return switch (code) {
            case DESTINATION_UNAVAILABLE ->
                type.equals(CONFLICT)
                        ? ". Somebody in this process changed the same rows, and may not have ended the transaction:"
                                + " end an older job of this table, or whatever else writes to it"
                        : "";
            case LOCKED ->
                ". Only one process can have a DuckDB file open while it is written: end the other one, or load into another file";
            case DESTINATION_EXHAUSTED -> ". Free space, or raise memory-limit";
            default -> "";
        };
    }

    private static Parsed parse(SQLException error) {
        String text = String.valueOf(error.getMessage());
        int brace = text.indexOf('{');
        if (brace >= 0) {
            try {
                JsonNode json = MAPPER.readTree(text.substring(brace));
                if (json.hasNonNull("exception_type")) {
                    return new Parsed(
                            json.get("exception_type").asText(),
                            json.path("exception_message").asText(),
                            json.path("errno").asInt(0));
                }
            } catch (JsonProcessingException e) {
                return new Parsed("", text, 0);
            }
        }
        return new Parsed("", text, 0);
    }

    private record Parsed(String type, String message, int errno) {}
}
