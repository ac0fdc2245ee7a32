package io.amp4j.client.admin;

/** Which jobs to delete at once; jobs that have not ended are never among them. */
public enum JobCleanup {
    /** All that have ended. */
    TERMINAL("terminal"),
    /** Those that did what they were asked for. */
    COMPLETED("completed"),
    /** Those that were stopped. */
    STOPPED("stopped"),
    /** Those that failed. */
    FAILED("error");

    private final String query;

    JobCleanup(String query) {
        this.query = query;
    }

    String query() {
        return query;
    }
}
