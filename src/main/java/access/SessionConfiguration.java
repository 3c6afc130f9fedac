package access;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.security.jackson2.SecurityJackson2Modules;
import org.springframework.session.jdbc.config.annotation.web.http.EnableJdbcHttpSession;

/** Sessions live in PostgreSQL, so that every replica knows them; their attributes are JSON, never serialized Java objects. */
@Configuration
@EnableJdbcHttpSession(tableName = "app.spring_session", maxInactiveIntervalInSeconds = 30 * 60)
class SessionConfiguration {

    @Bean
    GenericConversionService springSessionConversionService() {
        // Spring Security's own allow-list of classes: a row that names another class is refused
        ObjectMapper json = JsonMapper.builder()
                .addModules(SecurityJackson2Modules.getModules(getClass().getClassLoader())).build();
        GenericConversionService conversions = new GenericConversionService();
        conversions.addConverter(Object.class, byte[].class, value -> write(json, value));
        conversions.addConverter(byte[].class, Object.class, bytes -> read(json, bytes));
        return conversions;
    }

    private static byte[] write(ObjectMapper json, Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Object read(ObjectMapper json, byte[] bytes) {
        try {
            return json.readValue(bytes, Object.class);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
