package connectors.rest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import connectors.http.HttpAnswer;
import connectors.http.HttpRequest;
import connectors.rest.RestSettings.Pagination;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first pages of a list. It ends where the server says so, where it repeats itself, or where the settings say that it is
 * enough.
 */
final class SamplePages {
    /** RFC 8288: a target in angle brackets, then parameters, one of which says what it is to this page. */
    private static final Pattern NEXT = Pattern.compile("<([^>]{0,4000})>[^<]{0,1000}?"
            + "\\brel\\s*=\\s*\"?(?:[^\",;]*\\s)?next\\b", Pattern.CASE_INSENSITIVE);

    private final Api api;
    private final Pagination style;

    SamplePages(Api api, Pagination style) {
        this.api = api;
        this.style = style;
    }

    /** @throws problems.ProblemException when the server refuses, or leads elsewhere */
    List<JsonNode> of(String path) throws IOException {
        List<JsonNode> pages = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        HttpRequest request = first(path);
        while (request != null && pages.size() < style.pages() && seen.add(request.path() + "?" + request.query())) {
            HttpAnswer answer = api.explanation().demand(api.send(request));
            pages.add(answer.json());
            request = next(path, answer, pages);
        }
        return pages;
    }

    private HttpRequest first(String path) {
        HttpRequest request = sized(path);
        return switch (style.mode()) {
            case "offset" -> request.query(style.parameter(), 0);
            case "page" -> request.query(style.parameter(), 1);
            default -> request;
        };
    }

    private HttpRequest sized(String path) {
        return style.sizeParameter() == null ? api.get(path) : api.get(path).query(style.sizeParameter(), style.size());
    }

    private HttpRequest next(String path, HttpAnswer answer, List<JsonNode> pages) {
        boolean empty = isEmpty(pages.get(pages.size() - 1));
        return switch (style.mode()) {
            case "link_header" -> linked(answer.header("link"));
            case "cursor" -> behind(path, pages.get(pages.size() - 1));
            case "offset" -> empty ? null : sized(path).query(style.parameter(), pages.size() * style.size());
            case "page" -> empty ? null : sized(path).query(style.parameter(), pages.size() + 1);
            default -> null;
        };
    }

    private static boolean isEmpty(JsonNode page) {
        return page.isArray() ? page.isEmpty() : page.propertyStream()
                .noneMatch(entry -> entry.getValue().isArray() && !entry.getValue().isEmpty());
    }

    private HttpRequest linked(String header) {
        Matcher matcher = header == null ? null : NEXT.matcher(header);
        return matcher != null && matcher.find() ? HttpRequest.follow(matcher.group(1), api.base()) : null;
    }

    /** A cursor that is an address is followed; any other is sent back. */
    private HttpRequest behind(String path, JsonNode page) {
        JsonNode cursor = page.at(JsonPointer.compile(style.cursorField()));
        String text = cursor.isValueNode() && !cursor.isNull() && !cursor.isBoolean() ? cursor.asText() : "";
        if (text.isEmpty()) return null;
        boolean address = text.startsWith("http://") || text.startsWith("https://");
        return address ? HttpRequest.follow(text, api.base()) : sized(path).query(style.parameter(), text);
    }
}
