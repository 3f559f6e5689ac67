package orders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import mockauth.MockAuth;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class OrdersTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    int port;

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry registry) {
        registry.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", () -> MockAuth.issuer("shop"));
    }

    @Test
    void aTokenIsAccepted() throws Exception {
        HttpResponse<String> response = get(token());
        assertEquals(200, response.statusCode());
        assertEquals("orders", response.body());
    }

    @Test
    void anotherTokenIsRefused() throws Exception {
        assertEquals(401, get(token() + "x").statusCode());
    }

    private HttpResponse<String> get(String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/me"))
            .header("Authorization", "Bearer " + token);
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static String token() throws Exception {
        String form = "grant_type=client_credentials&client_id=orders&client_secret=orders-secret";
        var request = HttpRequest.newBuilder(URI.create(MockAuth.issuer("shop") + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
        String body = HTTP.send(request.build(), BodyHandlers.ofString()).body();
        return (String) JsonParserFactory.getJsonParser().parseMap(body).get("access_token");
    }
}
