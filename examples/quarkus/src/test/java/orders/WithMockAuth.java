package orders;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import mockauth.MockAuth;

/** Starts mockauth before the application, and sets its issuer. */
public class WithMockAuth implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of("quarkus.oidc.auth-server-url", MockAuth.issuer("shop"));
    }

    @Override
    public void stop() {
        // MockAuth stops the server when the JVM ends.
    }
}
