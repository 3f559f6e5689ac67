package messages;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;

/** Access rules: access tokens for the API, logins for all other pages, and the realm roles for both. */
@Configuration
@EnableMethodSecurity
class Security {
    @Bean
    @Order(1)
    SecurityFilterChain forTheApi(HttpSecurity http) throws Exception {
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(Security::roles);
        return http.securityMatcher("/api/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.jwtAuthenticationConverter(converter)))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain forPeople(HttpSecurity http, ClientRegistrationRepository clients) throws Exception {
        OidcClientInitiatedLogoutSuccessHandler logout = new OidcClientInitiatedLogoutSuccessHandler(clients);
        logout.setPostLogoutRedirectUri("{baseUrl}/");
        return http.authorizeHttpRequests(requests -> requests
                        .requestMatchers("/", "/job", "/error").permitAll()
                        .anyRequest().authenticated())
                .oauth2Login(Customizer.withDefaults())
                .logout(it -> it.logoutSuccessHandler(logout))
                .csrf(csrf -> csrf.disable())
                .build();
    }

    /** Adds the realm roles of the ID token to the authorities of a user. */
    @Bean
    GrantedAuthoritiesMapper userAuthorities() {
        return given -> {
            Set<GrantedAuthority> all = new HashSet<>(given);
            for (GrantedAuthority authority : given) {
                if (authority instanceof OidcUserAuthority person) {
                    all.addAll(roles(person.getIdToken()));
                }
            }
            return all;
        };
    }

    /** Gets tokens without a logged-in user. */
    @Bean
    OAuth2AuthorizedClientManager jobs(ClientRegistrationRepository clients, OAuth2AuthorizedClientService tokens) {
        AuthorizedClientServiceOAuth2AuthorizedClientManager manager =
                new AuthorizedClientServiceOAuth2AuthorizedClientManager(clients, tokens);
        manager.setAuthorizedClientProvider(
                OAuth2AuthorizedClientProviderBuilder.builder().clientCredentials().build());
        return manager;
    }

    private static Collection<GrantedAuthority> roles(ClaimAccessor token) {
        Map<String, Object> access = token.getClaimAsMap("realm_access");
        Object roles = access == null ? List.of() : access.get("roles");
        return ((Collection<?>) roles)
                .stream().map(role -> new SimpleGrantedAuthority(role.toString())).collect(Collectors.toSet());
    }
}
