package io.amp4j.cli;

import io.amp4j.client.AmpClient;
import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.client.Result;
import io.amp4j.client.ResultLimit;
import io.amp4j.client.ServiceOptions;
import io.amp4j.client.admin.WorkerDetail;
import io.amp4j.client.admin.WorkerInfo;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Checks of one server: the way to it, what it lets in, and whether it answers. */
final class ServerChecks {
    private static final String ADDRESS = "address";
    private static final String TLS = "TLS";
    private static final String TOKEN = "token";
    private static final String TRIVIAL = "SELECT 1";

    private final AmpClient client;
    private final boolean adminIsNamed;
    private final Duration timeout;
    private final ServiceOptions service;
    private final URI uri;
    private boolean adminIsReached;

    /** For a client's server; whether somebody said where its Admin API is; and how long to wait for a connection. */
    ServerChecks(AmpClient client, boolean adminIsNamed, Duration timeout) {
        this.client = client;
        this.adminIsNamed = adminIsNamed;
        this.timeout = timeout;
        this.service = client.adminOptions();
        this.uri = client.uri();
    }

    void run(Checkup checkup) {
        checkup.check(ADDRESS, () -> reach(uri));
        checkup.check(TLS, this::tls, ADDRESS);
        checkup.check(TOKEN, this::token, TLS);
        checkup.check("query", this::query, TOKEN);
        checkup.check("Admin API", this::admin);
        checkup.check("clock", this::clock);
    }

    private static String host(URI uri) {
        return uri.getHost().replaceAll("[\\[\\]]", "");
    }

    private static int port(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
    }

    private Finding reach(URI to) throws IOException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host(to));
        } catch (UnknownHostException e) {
            return Finding.failed(
                    ExitCode.SERVER,
                    "no address is known for " + host(to),
                    "look at the name, and at this machine's DNS");
        }
        IOException last = new ConnectException("no address");
        for (InetAddress address : addresses) {
            long started = System.nanoTime();
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port(to)), (int) timeout.toMillis() / addresses.length);
                return Finding.ok(to + " is " + address.getHostAddress() + ", reached in "
                        + (System.nanoTime() - started) / 1_000_000 + " ms");
            } catch (IOException e) {
                last = e;
            }
        }
        boolean refused = last instanceof ConnectException && !(last instanceof NoRouteToHostException);
        return Finding.failed(
                ExitCode.SERVER,
                to + " cannot be reached: " + Reason.of(last),
                refused
                        ? "start the server, or name the right port with --url; --devnet needs none"
                        : "look at the address, the network and its firewalls");
    }

    private Finding tls() throws IOException, GeneralSecurityException {
        if (!uri.getScheme().endsWith("tls")) {
            boolean near = InetAddress.getByName(host(uri)).isLoopbackAddress();
            return near || service.tokens().token() == null
                    ? Finding.ok("none: " + uri.getScheme() + ":// does not encrypt")
                    : Finding.warning(
                            "none, so the token can be read on its way", "write grpc+tls:// if the server can do it");
        }
        Optional<SSLContext> own = service.tlsContext();
        SSLContext context = own.isPresent() ? own.get() : SSLContext.getDefault();
        return new TlsProbe(host(uri), port(uri), context, timeout).probe();
    }

    private Finding token() {
        boolean sent = service.tokens().token() != null;
        try {
            client.sql(TRIVIAL).schema();
        } catch (AmpException e) {
            return refusal(e, sent);
        }
        return Finding.ok(sent ? "accepted" : "none is sent, and none is asked for");
    }

    private static Finding refusal(AmpException e, boolean sent) {
        if (e.code() == ClientError.UNAUTHENTICATED) {
            return Finding.failed(
                    e,
                    sent
                            ? "the token was refused: log in again with amp auth login, or set $AMP_AUTH_TOKEN anew"
                            : "log in with amp auth login, or set $AMP_AUTH_TOKEN");
        }
        if (e.code() == ClientError.PERMISSION_DENIED) {
            return Finding.failed(e, "ask who runs the server for the right, or log in as somebody else");
        }
        if (ExitCode.of(e.kind()) == ExitCode.USER && e.code() != ClientError.INVALID_QUERY) {
            return Finding.failed(e, "");
        }
        return Finding.skipped("the server answered otherwise, see query");
    }

    private Finding query() {
        long started = System.nanoTime();
        try (Result result = client.sql(TRIVIAL).collect(ResultLimit.DEFAULT)) {
            long millis = (System.nanoTime() - started) / 1_000_000;
            return result.rows() == 1
                    ? Finding.ok(TRIVIAL + " answered in " + millis + " ms")
                    : Finding.failed(
                            ExitCode.PROTOCOL,
                            TRIVIAL + " gave " + result.rows() + " rows",
                            "tell who runs the server");
        }
    }

    private Finding admin() throws IOException {
        Finding reached = reach(service.uri());
        adminIsReached = reached.verdict() == Verdict.OK;
        if (!adminIsReached) {
            return adminIsNamed
                    ? reached
                    : Finding.skipped("there is none at " + service.uri()
                            + "; --admin-url or $AMP_ADMIN_URL say where it is, if it is wanted");
        }
        List<WorkerInfo> workers;
        try {
            workers = client.admin().workers().list();
        } catch (AmpException e) {
            if (adminIsNamed || e.code() != ClientError.NOT_AMP_SERVER) {
                throw e;
            }
            return Finding.skipped("something else listens at " + service.uri());
        }
        return Finding.ok(service.uri() + ", " + LoadWords.count(workers.size(), "worker") + version(workers));
    }

    /** A server says its workers' version alone. */
    private String version(List<WorkerInfo> workers) {
        if (workers.isEmpty()) {
            return "";
        }
        WorkerDetail detail = client.admin().workers().get(workers.get(0).id());
        return detail.build().version().map(text -> ", version " + text).orElse("");
    }

    private Finding clock() throws IOException, InterruptedException {
        return adminIsReached
                ? ServerClock.compare(service, timeout)
                : Finding.skipped("there is no Admin API whose clock could be asked");
    }
}
