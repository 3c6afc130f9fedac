package connectors.rest;

import connectors.http.HttpAnswer;
import connectors.http.HttpRequest;
import connectors.rest.description.Description;
import connectors.rest.description.Descriptions;
import connectors.rest.description.GraphQl;
import connectors.rest.description.Samples;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import secrets.Hashes;

/** Finds what an API says of itself. */
final class Lookup {
    /** Part of every change token: another reading of the same text makes other tables. */
    private static final String READING = "1-";
    private static final String ACCEPTS = "application/vnd.oai.openapi+json, application/json, application/yaml, text/yaml, "
            + "application/xml;q=0.8, */*;q=0.1";
    /** Where frameworks put their descriptions unless they are told otherwise. */
    private static final List<String> USUAL = List.of("/openapi.json", "/openapi.yaml", "/v3/api-docs", "/swagger.json",
            "/swagger/v1/swagger.json",
            "/v2/api-docs", "/.well-known/openapi.json", "/$metadata");

    private final Api api;
    private final RestSettings settings;
    private final SamplePages pages;

    Lookup(Api api, RestSettings settings) {
        this.api = api;
        this.settings = settings;
        this.pages = new SamplePages(api, settings.pagination());
    }

    /**
     * @param before what was found last; null for nothing
     * @throws ProblemException when there is nothing, or it cannot be read
     */
    Found look(Found before) throws IOException {
        return switch (settings.metadata().source()) {
            case "openapi" -> openapi(before);
            case "odata" -> fetched(below("/$metadata"), before);
            case "graphql" -> graphql();
            case "samples" -> samples();
            default -> anything(before);
        };
    }

    /** At the most, but for other documents that a description leads to, and for pages. @param before as for {@link #look} */
    long calls(Found before) {
        String source = settings.metadata().source();
        int pages = settings.pagination().mode().equals("none") ? 1 : settings.pagination().pages();
        long samples = (long) settings.metadata().samplePaths().size() * pages;
        if (source.equals("samples")) return samples;
        if (source.equals("odata") || source.equals("graphql")) return 1;
        if (settings.openapi().document() != null) return 0;
        if (settings.openapi().url() != null || before != null && before.address() != null) return 1;
        return places().size() + (source.equals("auto") ? samples : 0);
    }

    private Found openapi(Found before) throws IOException {
        if (settings.openapi().document() != null) return pasted(before);
        if (settings.openapi().url() != null) return fetched(address(settings.openapi().url()), before);
        return discovered(before);
    }

    private Found anything(Found before) throws IOException {
        boolean said = settings.openapi().document() != null || settings.openapi().url() != null;
        if (said || settings.metadata().samplePaths().isEmpty()) return openapi(before);
        try {
            return discovered(before);
        } catch (ProblemException none) {
            if ("no_description".equals(none.problem().code())) return samples();
            throw none;
        }
    }

    private Found pasted(Found before) {
        if (before != null) return before;
        byte[] text = settings.openapi().document().getBytes(StandardCharsets.UTF_8);
        return new Found(Descriptions.read(text, null, address -> null), null, null, null, token(text));
    }

    private String address(String entered) {
        return entered.startsWith("/") ? below(entered) : entered;
    }

    private String below(String path) {
        return api.base() + path;
    }

    private Found fetched(String address, Found before) throws IOException {
        HttpAnswer answer = api.document(address, conditional(address, before));
        if (answer.status() == 304 && before != null) return before;
        return read(address, api.explanation().demand(answer), before);
    }

    private static HttpRequest conditional(String address, Found before) {
        HttpRequest request = HttpRequest.get().accept(ACCEPTS);
        if (before == null || !address.equals(before.address()) || before.token() == null) return request;
        return request.header("If-None-Match", before.etag()).header("If-Modified-Since", before.lastModified());
    }

    private Found read(String address, HttpAnswer answer, Found before) {
        String token = token(answer.body());
        if (before != null && address.equals(before.address()) && token.equals(before.token())) return before;
        AtomicBoolean alone = new AtomicBoolean(true);
        Description description = Descriptions.read(answer.body(), URI.create(address), other -> {
            alone.set(false);
            return other(other);
        });
        // what stands in other documents may change without this one
        return new Found(description, address, answer.header("etag"), answer.header("last-modified"), alone.get() ? token : null);
    }

    /** Null where it may not be read, or cannot be: the description says then what it knows without. */
    private byte[] other(URI address) {
        try {
            HttpAnswer answer = api.document(address.toString(), HttpRequest.get().accept(ACCEPTS));
            return answer.isSuccess() && !answer.isPage() ? answer.body() : null;
        } catch (ProblemException | IOException refused) {
            return null;
        }
    }

    private static String token(byte[] text) {
        return READING + HexFormat.of().formatHex(Hashes.sha256(text));
    }

    /** At the place of last time first, then below the base address and at the server's root. */
    private Found discovered(Found before) throws IOException {
        if (before != null && before.address() != null) return fetched(before.address(), before);
        for (String address : places()) {
            HttpAnswer answer = api.document(address, HttpRequest.get().accept(ACCEPTS));
            if (answer.status() == 401 || answer.status() == 429) throw api.explanation().of(answer).asException();
            if (answer.isSuccess() && !answer.isPage() && Descriptions.looksLikeOne(answer.body())) return read(address, answer,
                    null);
        }
        throw Problem.of(FailureKind.CONFIG, "no_description", "No API description was found at the usual places.")
                .at("/openapi/url")
                .fix("Enter its address, paste it, or name paths to take samples of.").asException();
    }

    private List<String> places() {
        Stream<String> below = USUAL.stream().map(this::below);
        Stream<String> root = USUAL.stream().map(path -> api.base().origin() + path);
        return Stream.concat(below, root).distinct().toList();
    }

    private Found graphql() throws IOException {
        byte[] query = ("{\"query\": \"" + GraphQl.QUERY + "\"}").getBytes(StandardCharsets.UTF_8);
        HttpRequest request = api.request("POST", settings.metadata().graphqlPath()).json(query);
        HttpAnswer answer = api.explanation().demand(api.send(request));
        return new Found(GraphQl.read(answer.json()), null, null, null, token(answer.body()));
    }

    private Found samples() throws IOException {
        if (settings.metadata().samplePaths().isEmpty()) throw noPaths();
        Samples samples = new Samples();
        for (String path : settings.metadata().samplePaths()) samples.add(path, pages.of(path));
        return new Found(samples.description(List.of()), null, null, null, null);
    }

    private static RuntimeException noPaths() {
        return Problem.of(FailureKind.CONFIG, "no_sample_paths", "There is no path to take samples of.")
                .at("/metadata/sample_paths")
                .fix("Enter at least one.").asException();
    }
}
