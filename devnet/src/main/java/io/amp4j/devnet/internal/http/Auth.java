package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.AuthPlatform;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Logins and their tokens, in memory. */
public final class Auth implements AuthPlatform {
    /** How a login stands. */
    enum Decision {
        PENDING,
        APPROVED,
        DENIED,
        EXPIRED
    }

    /** A login that was begun. */
    private static final class Device {
        final String challenge;
        final String userCode;
        Decision decision = Decision.PENDING;

        Device(String challenge, String userCode) {
            this.challenge = challenge;
            this.userCode = userCode;
        }
    }

    private record Token(String user, Instant expiry) {}

    static final long LOGIN_SECONDS = 600;
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int CODE_LETTERS = 8;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Device> devices = new LinkedHashMap<>();
    private final Map<String, Token> accessTokens = new HashMap<>();
    private final Map<String, String> refreshTokens = new HashMap<>();
    private String user = "devnet-user";
    private Duration lifetime = Duration.ofHours(1);
    private Duration delay = Duration.ZERO;
    private int limited;
    private Duration retryAfter = Duration.ZERO;
    private int refreshes;
    private String lastUserCode = "";

    private String secret(String kind) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return kind + "-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String userCode() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < CODE_LETTERS; i++) {
            code.append(i == CODE_LETTERS / 2 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    /** Waits and refuses as it was told to; before every call. */
    Optional<Reply> disturbance() {
        Duration wait;
        synchronized (this) {
            wait = delay;
            if (limited > 0) {
                limited--;
                return Optional.of(Reply.json(429, Reply.object().put("error", "rate_limited"))
                        .with("retry-after", String.valueOf(retryAfter.toSeconds())));
            }
        }
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /** Begins a login: its device code, and the code for its user. */
    synchronized Map.Entry<String, String> begin(String challenge) {
        Device device = new Device(challenge, userCode());
        String code = secret("device");
        devices.put(code, device);
        lastUserCode = device.userCode;
        return Map.entry(code, device.userCode);
    }

    /** How a login stands that only the one who began it can ask for. */
    synchronized Decision decision(String deviceCode, String verifier) {
        Device device = devices.get(deviceCode);
        return device != null && device.challenge.equals(challenge(verifier)) ? device.decision : Decision.EXPIRED;
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends an approved login with its tokens. */
    synchronized Session finish(String deviceCode) {
        devices.remove(deviceCode);
        return logIn();
    }

    /** New tokens for a refresh token, which is used up; nothing for one that is not good. */
    synchronized Optional<Session> refresh(String refreshToken) {
        refreshes++;
        if (refreshTokens.remove(refreshToken) == null) {
            return Optional.empty();
        }
        return Optional.of(logIn());
    }

    /**
     * Whether an access token is good.
     *
     * @param accessToken the token
     * @return true if it was given out here, and neither expired nor revoked
     */
    public synchronized boolean isGood(String accessToken) {
        return owner(accessToken).isPresent();
    }

    synchronized Optional<String> owner(String accessToken) {
        return Optional.ofNullable(accessTokens.get(accessToken))
                .filter(token -> token.expiry().isAfter(Instant.now()))
                .map(Token::user);
    }

    synchronized long lifetimeSeconds() {
        return lifetime.toSeconds();
    }

    ObjectNode accounts(ObjectNode json, String name) {
        json.putArray(name).add("0x000000000000000000000000000000000000d0e5");
        return json;
    }

    @Override
    public synchronized Session logIn() {
        Session session = new Session(secret("access"), secret("refresh"), user);
        accessTokens.put(session.accessToken(), new Token(user, Instant.now().plus(lifetime)));
        refreshTokens.put(session.refreshToken(), user);
        return session;
    }

    @Override
    public synchronized String lastUserCode() {
        if (lastUserCode.isEmpty()) {
            throw new IllegalStateException("no login was begun");
        }
        return lastUserCode;
    }

    private synchronized AuthPlatform decide(String userCode, Decision decision) {
        Device device = devices.values().stream()
                .filter(each -> each.userCode.equals(userCode))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no login has the code " + userCode));
        device.decision = decision;
        return this;
    }

    @Override
    public AuthPlatform approve(String userCode) {
        return decide(userCode, Decision.APPROVED);
    }

    @Override
    public AuthPlatform deny(String userCode) {
        return decide(userCode, Decision.DENIED);
    }

    @Override
    public AuthPlatform expire(String userCode) {
        return decide(userCode, Decision.EXPIRED);
    }

    @Override
    public synchronized AuthPlatform tokenLifetime(Duration time) {
        lifetime = time;
        return this;
    }

    @Override
    public synchronized AuthPlatform delay(Duration time) {
        delay = time;
        return this;
    }

    @Override
    public synchronized AuthPlatform rateLimitNext(int calls, Duration wait) {
        limited = calls;
        retryAfter = wait;
        return this;
    }

    @Override
    public synchronized AuthPlatform changeUser(String userId) {
        user = userId;
        return this;
    }

    @Override
    public synchronized AuthPlatform revokeTokens() {
        accessTokens.clear();
        return this;
    }

    @Override
    public synchronized AuthPlatform revokeLogins() {
        refreshTokens.clear();
        return this;
    }

    @Override
    public synchronized int refreshes() {
        return refreshes;
    }
}
