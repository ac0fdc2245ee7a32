package io.amp4j.client;

/** How this client names itself. */
final class UserAgent {
    static final String VALUE = "amp4j/" + version();

    private UserAgent() {}

    private static String version() {
        String version = UserAgent.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
