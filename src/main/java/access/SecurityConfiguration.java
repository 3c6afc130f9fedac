package access;

import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import problems.Refusal;

/** Two ways in: tokens without state for the REST front, a form with session and CSRF token for the pages. */
@Configuration
class SecurityConfiguration {
    private static final String CONTENT_POLICY =
            "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    @Bean
    @Order(1)
    SecurityFilterChain rest(HttpSecurity http, Tokens tokens, Callers callers, ProblemAnswers problems) throws Exception {
        return http.securityMatcher("/api/**")
                // no cookie is looked at here, so there is nothing that another site could ride on
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .addFilterBefore(new BearerTokens(tokens, callers, problems), UsernamePasswordAuthenticationFilter.class)
                // a request that goes on, or ends in an error page, was let in at its beginning
                .authorizeHttpRequests(requests -> requests
                        .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR).permitAll()
                        .anyRequest().authenticated())
                .exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, failure) ->
                        problems.write(Refusal.of(401, "unauthenticated", "Send an API token: Authorization: Bearer <token>."),
                                request, response)))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http, SignIn signIn, Callers callers, Accounts accounts) throws Exception {
        // as the only manager: beside the default one, which finds it too, each failure would count twice
        return http.authenticationManager(new ProviderManager(signIn))
                // where the visitor wanted to go, in a cookie: the default writes all headers of the request into a session,
                // for every passer-by
                .requestCache(cache -> cache.requestCache(new CookieRequestCache()))
                .authorizeHttpRequests(requests -> requests
                        .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR).permitAll()
                        .requestMatchers("/assets/**", "/webjars/**", "/favicon.svg", "/sign-in", "/error",
                                // else who is not signed in would have their code kept in a cookie
                                "/oauth/callback", "/oauth/refused",
                                "/actuator/health/liveness", "/actuator/health/readiness").permitAll()
                        .requestMatchers("/actuator/**").denyAll()
                        .anyRequest().authenticated())
                .formLogin(form -> form.loginPage("/sign-in").defaultSuccessUrl("/connections").usernameParameter("email")
                        .failureHandler((request, response, failure) -> {
                            request.getSession().setAttribute("serai.sign-in-failure", failure.getMessage());
                            response.sendRedirect("/sign-in?failed");
                        }))
                .logout(logout -> logout.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in"))
                .addFilterAfter(new PageCallers(callers, accounts), AuthorizationFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .build();
    }
}
