package orders;

import io.quarkus.security.Authenticated;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** An API that accepts the tokens of one issuer: quarkus.oidc.auth-server-url. */
@Path("/me")
@Authenticated
public class Orders {
    @Inject
    JsonWebToken token;

    @GET
    public String me() {
        return token.getClaim("azp");
    }
}
