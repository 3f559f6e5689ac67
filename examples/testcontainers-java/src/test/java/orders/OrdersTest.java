package orders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

@Testcontainers
class OrdersTest {
    // Before: new KeycloakContainer(). The name of the image is all that differs.
    @Container
    static final KeycloakContainer KEYCLOAK =
        new KeycloakContainer("mockauth").withRealmImportFile("/shop-realm.json");

    @Test
    void aServiceGetsAToken() throws Exception {
        URI token = URI.create(KEYCLOAK.getAuthServerUrl() + "/realms/shop/protocol/openid-connect/token");
        String form = "grant_type=client_credentials&client_id=orders&client_secret=orders-secret";
        var request = HttpRequest.newBuilder(token)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
        assertEquals(200, HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).statusCode());
    }
}
