package io.amp4j.client;

import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.internal.http.HttpAddress;
import io.amp4j.client.internal.wire.ServerAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where a server's Admin API is. */
final class AdminAddress {
    private static final String VARIABLE = "AMP_ADMIN_URL";

    private AdminAddress() {}

    /** As it was said, else as the environment says, else beside the server. */
    static URI of(@Nullable String explicit, ServerAddress server) {
        return of(explicit, System.getenv(VARIABLE), server);
    }

    static URI of(@Nullable String explicit, @Nullable String variable, ServerAddress server) {
        if (explicit != null) {
            return HttpAddress.parse("the Admin API", explicit);
        }
        if (variable != null && !variable.isBlank()) {
            return HttpAddress.parse("the Admin API (" + VARIABLE + ")", variable);
        }
        return URI.create(AdminClient.urlBeside(server.toString()));
    }
}
