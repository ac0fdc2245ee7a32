package io.amp4j.devnet.internal.http;

/** A call that is answered with an error. */
final class HttpRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    HttpRefusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static HttpRefusal badRequest(String code, String message) {
        return new HttpRefusal(400, code, message);
    }

    static HttpRefusal notFound(String code, String message) {
        return new HttpRefusal(404, code, message);
    }

    static HttpRefusal conflict(String code, String message) {
        return new HttpRefusal(409, code, message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
