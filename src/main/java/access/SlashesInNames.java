package access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Names of a source's schemas and tables may have slashes in them: folders, paths of APIs. Where a path of the REST front holds
 * such a name, and nowhere else, an encoded slash is part of it. It is never decoded before the path has been divided.
 */
@Configuration
class SlashesInNames {
    private static final Pattern NAMES = Pattern.compile("/api/connections/[0-9A-Fa-f-]{36}/schemas/[^/;]+/tables(/[^/;]+)?");

    /** Left to the firewall below, which refuses it in all other paths. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashesArePassedOn() {
        return server -> server.addConnectorCustomizers(connector ->
                connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
    }

    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall usual = new StrictHttpFirewall();
        StrictHttpFirewall names = new StrictHttpFirewall();
        names.setAllowUrlEncodedSlash(true);
        names.setAllowUrlEncodedPercent(true);   // as which the slash that was passed on looks like one
        return new HttpFirewall() {
            @Override
            public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
                boolean named = NAMES.matcher(request.getRequestURI()).matches();
                return (named ? names : usual).getFirewalledRequest(request);
            }

            @Override
            public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
                return usual.getFirewalledResponse(response);
            }
        };
    }
}
