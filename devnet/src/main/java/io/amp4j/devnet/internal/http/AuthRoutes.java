package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.AuthPlatform;
import io.amp4j.devnet.internal.http.Routes.Access;
import java.util.Map;
import java.util.function.Function;

/** The auth platform, and the page on which its user decides. */
final class AuthRoutes {
    private static final String PAGE = "/device";
    private static final String INVALID = "invalid_request";

    private final Auth auth;

    AuthRoutes(Auth auth) {
        this.auth = auth;
    }

    void addTo(Routes routes) {
        routes.add(Access.PUBLIC, "POST /api/v1/device/authorize", disturbed(this::authorize));
        routes.add(Access.PUBLIC, "GET /api/v1/device/token", disturbed(this::token));
        routes.add(Access.PUBLIC, "POST /api/v1/auth/refresh", disturbed(this::refresh));
        routes.add(Access.PUBLIC, "GET " + PAGE, this::page);
        routes.add(Access.PUBLIC, "POST " + PAGE, this::decide);
    }

    private Function<Request, Reply> disturbed(Function<Request, Reply> answer) {
        return call -> auth.disturbance().orElseGet(() -> answer.apply(call));
    }

    private static Reply error(int status, String error) {
        return Reply.json(status, Reply.object().put("error", error));
    }

    private Reply authorize(Request call) {
        JsonNode body = call.json(INVALID);
        String challenge = body.path("code_challenge").asText("");
        if (!challenge.matches("[A-Za-z0-9_-]{43}")
                || !body.path("code_challenge_method").asText("").equals("S256")) {
            return error(400, INVALID);
        }
        Map.Entry<String, String> codes = auth.begin(challenge);
        return Reply.ok(Reply.object()
                .put("device_code", codes.getKey())
                .put("user_code", codes.getValue())
                .put("verification_uri", call.origin() + PAGE + "?user_code=" + codes.getValue())
                .put("expires_in", Auth.LOGIN_SECONDS)
                .put("interval", 1));
    }

    private Reply token(Request call) {
        String device = call.query().getOrDefault("device_code", "");
        return switch (auth.decision(device, call.query().getOrDefault("code_verifier", ""))) {
            case PENDING -> error(400, "authorization_pending");
            case DENIED -> error(400, "access_denied");
            case EXPIRED -> error(400, "expired_token");
            case APPROVED -> {
                AuthPlatform.Session session = auth.finish(device);
                ObjectNode answer = Reply.object()
                        .put("access_token", session.accessToken())
                        .put("refresh_token", session.refreshToken())
                        .put("user_id", session.userId())
                        .put("expires_in", auth.lifetimeSeconds());
                yield Reply.ok(auth.accounts(answer, "user_accounts"));
            }
        };
    }

    private Reply refresh(Request call) {
        String refreshToken = call.json(INVALID).path("refresh_token").asText("");
        return auth.refresh(refreshToken)
                .map(session -> {
                    ObjectNode answer = Reply.object()
                            .put("token", session.accessToken())
                            .put("refresh_token", session.refreshToken())
                            .put("session_update_action", "set")
                            .put("expires_in", auth.lifetimeSeconds());
                    auth.accounts(answer.putObject("user").put("id", session.userId()), "accounts");
                    return Reply.ok(answer);
                })
                .orElseGet(() -> error(401, "invalid_grant"));
    }

    private Reply page(Request call) {
        String code = call.query().getOrDefault("user_code", "");
        if (!code.matches("[A-Z]{4}-[A-Z]{4}")) {
            return error(400, INVALID);
        }
        return Reply.page("""
                <!doctype html><title>devnet login</title>
                <h1>Log in to devnet?</h1><p>The code is <b>%s</b>.</p>
                <form method="post" action="%s?user_code=%s&amp;answer=approve"><button>Approve</button></form>
                <form method="post" action="%s?user_code=%s&amp;answer=deny"><button>Deny</button></form>
                """.formatted(code, PAGE, code, PAGE, code));
    }

    private Reply decide(Request call) {
        String code = call.query().getOrDefault("user_code", "");
        try {
            if (call.query().getOrDefault("answer", "").equals("approve")) {
                auth.approve(code);
            } else {
                auth.deny(code);
            }
        } catch (IllegalStateException e) {
            return error(404, "unknown_code");
        }
        return Reply.page("<!doctype html><title>devnet login</title><p>Done. You can close this page.</p>\n");
    }
}
