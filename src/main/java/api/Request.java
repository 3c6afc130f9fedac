package api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.servlet.HandlerMapping;
import paging.PageRequest;
import problems.Refusal;

/**
 * What a caller sent. Read from the servlet request itself and never from Camel's headers, where a header or a query
 * parameter could pose as a part of the path.
 */
final class Request {
    private final HttpServletRequest servlet;
    private final StrictJson json;
    private final byte[] body;

    Request(HttpServletRequest servlet, StrictJson json, byte[] body) {
        this.servlet = servlet;
        this.json = json;
        this.body = body;
    }

    @SuppressWarnings("unchecked")
    String path(String name) {
        return ((Map<String, String>) servlet.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)).get(name);
    }

    /** The id in the path. What is not a UUID cannot exist: 404. */
    UUID id(String name) {
        try {
            return UUID.fromString(path(name));
        } catch (IllegalArgumentException notOne) {
            throw Refusal.notFound();
        }
    }

    UUID id() {
        return id("id");
    }

    /** @return null when it is absent or empty */
    String query(String name) {
        String value = servlet.getParameter(name);
        if (value == null || value.isEmpty()) return null;
        if (value.indexOf('\0') >= 0) throw Refusal.invalid(name, "A query parameter has no NUL characters.");
        return value;
    }

    UUID queryId(String name) {
        String value = query(name);
        try {
            return value == null ? null : UUID.fromString(value);
        } catch (IllegalArgumentException notOne) {
            throw Refusal.invalid(name, "Please give an id.");
        }
    }

    Integer queryNumber(String name) {
        String value = query(name);
        try {
            return value == null ? null : Integer.valueOf(value);
        } catch (NumberFormatException notOne) {
            throw Refusal.invalid(name, "Please give a number.");
        }
    }

    Boolean queryFlag(String name) {
        String value = query(name);
        if (value == null) return null;
        if (value.equals("true") || value.equals("false")) return Boolean.valueOf(value);
        throw Refusal.invalid(name, "Please give true or false.");
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(queryFlag(name));
    }

    PageRequest page() {
        return PageRequest.of(query("limit"), query("cursor"));
    }

    JsonNode body() {
        return json.parse(body, servlet.getContentType());
    }

    /** @throws Refusal 422 with the pointer of a field that does not fit the form */
    <T> T body(Class<T> form) {
        return json.bind(body(), form);
    }

    /** For requests whose body may be left out. */
    <T> T bodyOr(Class<T> form, T absent) {
        return body.length == 0 ? absent : body(form);
    }

    String idempotencyKey() {
        return servlet.getHeader("Idempotency-Key");
    }

    /** The version in If-Match; null without one, or with {@code *}. */
    Long ifMatch() {
        String tag = servlet.getHeader("If-Match");
        if (tag == null || tag.equals("*")) return null;
        try {
            return Long.valueOf(tag.replaceFirst("^W/", "").replace("\"", ""));
        } catch (NumberFormatException notOurs) {
            throw Refusal.stale();
        }
    }

    HttpServletRequest servlet() {
        return servlet;
    }
}
