package io.amp4j.clickhouse;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;

/** A process that is a ClickHouse server: it calls the command line of ClickHouse in {@code libchdb}, and ends with its input. */
public final class ClickHouseEngine {
    private ClickHouseEngine() {}

    /**
     * Runs until standard input ends.
     *
     * @param args the library, then the arguments of {@code clickhouse-local}
     */
    public static void main(String[] args) {
        NativeLibrary library = NativeLibrary.getInstance(args[0]);
        String[] argv = args.clone();
        argv[0] = "clickhouse-local";
        Pointer result = library.getFunction("chdb_query_cmdline")
                .invokePointer(new Object[] {argv.length, new StringArray(argv)});
        String error = result == null
                ? "no result"
                : (String) library.getFunction("chdb_result_error").invoke(String.class, new Object[] {result});
        Runtime.getRuntime().halt(error == null ? 0 : 1);
    }
}
