package orders;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(WithMockAuth.class)
class OrdersTest {
    @Test
    void aTokenIsAccepted() {
        given().auth().oauth2(token()).get("/me").then().statusCode(200).body(is("orders"));
    }

    @Test
    void anotherTokenIsRefused() {
        given().auth().oauth2(token() + "x").get("/me").then().statusCode(401);
    }

    private static String token() {
        String issuer = ConfigProvider.getConfig().getValue("quarkus.oidc.auth-server-url", String.class);
        return given().auth().preemptive().basic("orders", "orders-secret")
            .formParam("grant_type", "client_credentials")
            .post(issuer + "/protocol/openid-connect/token")
            .path("access_token");
    }
}
