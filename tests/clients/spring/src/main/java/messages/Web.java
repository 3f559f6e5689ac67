package messages;

import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The pages for users, and the job. */
@RestController
class Web {
    private final OAuth2AuthorizedClientManager jobs;

    Web(OAuth2AuthorizedClientManager jobs) {
        this.jobs = jobs;
    }

    @GetMapping("/")
    String home() {
        return "home";
    }

    @GetMapping("/me")
    Map<String, Object> me(@AuthenticationPrincipal OidcUser person, Authentication login) {
        return Map.of(
                "name", person.getPreferredUsername(),
                "email", person.getEmail(),
                "subject of userinfo", person.getUserInfo().getSubject(),
                "subject", person.getSubject(),
                "roles", login.getAuthorities().stream().map(GrantedAuthority::getAuthority).sorted().toList());
    }

    @GetMapping("/admin")
    @PreAuthorize("hasRole('ADMIN')")
    String admin() {
        return "for admins";
    }

    /** Calls the API with the access token of the logged-in user. */
    @GetMapping("/messages")
    String messages(@RegisteredOAuth2AuthorizedClient("messages-webapp") OAuth2AuthorizedClient client) {
        return RestClient.create(api("/api/messages")).get()
                .headers(headers -> headers.setBearerAuth(client.getAccessToken().getTokenValue()))
                .retrieve().body(String.class);
    }

    /** Archives the messages as the job of the tutorial does: with a token of the service account. */
    @PostMapping("/job")
    ResponseEntity<String> job() {
        OAuth2AuthorizedClient client = jobs.authorize(
                OAuth2AuthorizeRequest.withClientRegistrationId("archival-service").principal("job").build());
        return RestClient.create(api("/api/messages/archive")).post()
                .headers(headers -> headers.setBearerAuth(client.getAccessToken().getTokenValue()))
                .retrieve().toEntity(String.class);
    }

    private static String api(String path) {
        return ServletUriComponentsBuilder.fromCurrentContextPath().path(path).toUriString();
    }
}

/** The resource server. */
@RestController
class Api {
    @GetMapping("/api/messages")
    List<String> messages() {
        return List.of("hello");
    }

    @PostMapping("/api/messages/archive")
    @PreAuthorize("hasAuthority('ROLE_ADMIN_JOB')")
    String archive(Authentication login) {
        return "archived by " + login.getName();
    }
}
