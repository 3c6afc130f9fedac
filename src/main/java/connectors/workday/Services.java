package connectors.workday;

import connectors.http.HttpAnswer;
import connectors.http.HttpRequest;
import connectors.xml.XmlRefused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.ws.commons.schema.XmlSchemaException;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import secrets.Hashes;

/**
 * The descriptions of web services. Each is asked for once in an import: its text is kept for a while, packed, and is not sent
 * again where the server gives it an entity tag that is still true. They are public in most tenants, so nobody signs in for them
 * unless that is asked for.
 */
final class Services {
    static final String SETTING = "/services";
    /** Another one when our own reading of descriptions changes, so that everything is read again. */
    private static final String READING = "1";
    /** Between an import's plan and its reading; it has an end, because a plan may be all there is. */
    private static final Duration PLANNED = Duration.ofMinutes(10);
    /** From one look at a service to the next. */
    private static final Duration SEEN = Duration.ofMinutes(1);
    private static final long MOST_KEPT = 48L << 20;

    /** @param token another one as soon as the text is */
    record Description(byte[] text, String token) { }

    /** @param tag null where the server gives none */
    private record Kept(byte[] packed, String tag, String token, Instant end) {
        boolean isGood() {
            return Instant.now().isBefore(end);
        }

        Kept until(Instant other) {
            return new Kept(packed, tag, token, other.isBefore(end) ? other : end);
        }
    }

    /** What was made of a description; the last one, because people look at one service after the other. */
    private record Read(String token, ServiceTables tables) { }

    private final Calls calls;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private volatile SoftReference<Read> last = new SoftReference<>(null);

    Services(Calls calls) {
        this.calls = calls;
    }

    /** Whatever the server answers for the description of a service, of status 304 where the tag is still true. */
    HttpAnswer ask(String service, String version, String tag) throws IOException {
        HttpRequest request = calls.tenant().description(service, version).header("If-None-Match", tag);
        HttpAnswer answer = calls.unsigned(request);
        boolean closed = answer.status() == 401 || answer.status() == 403;
        return closed ? calls.signed(request) : answer;
    }

    /**
     * The token of a description as it is now, for an import that is about to begin; what is read for it is read once.
     *
     * @throws ProblemException of kind NOT_FOUND when there is no such service in this version
     */
    String plan(String service) throws IOException {
        return fetch(service, PLANNED).token;
    }

    /** @throws ProblemException of kind NOT_FOUND when there is no such service in this version */
    Description description(String service) throws IOException {
        Kept before = kept.get(service);
        if (before == null || !before.isGood()) return fetch(service, SEEN);
        kept.replace(service, before, before.until(Instant.now().plus(SEEN)));
        return unpacked(before);
    }

    private Description fetch(String service, Duration good) throws IOException {
        Kept before = kept.get(service);
        HttpAnswer answer = ask(service, calls.tenant().version(), before == null ? null : before.tag);
        Instant end = Instant.now().plus(good);
        if (answer.status() == 304 && before != null) {
            keep(service, new Kept(before.packed, before.tag, before.token, end));
            return unpacked(before);
        }
        if (isMissing(answer)) throw missing(service).asException();
        byte[] text = calls.demand(answer).body();
        String token = READING + "." + HexFormat.of().formatHex(Hashes.sha256(text));
        keep(service, new Kept(packed(text), answer.header("etag"), token, end));
        return new Description(text, token);
    }

    /** A fault of its own has words of its own. */
    static boolean isMissing(HttpAnswer answer) {
        return !answer.isPage() && (answer.status() == 404 || answer.status() == 500);
    }

    private Problem missing(String service) {
        return Problem.of(FailureKind.NOT_FOUND, "no_service", "The tenant has no web service " + service + " in version "
                        + calls.tenant().version() + ".").at(SETTING)
                .fix("Check the name, as in Human_Resources, and whether the service is in this version. A tenant that is too busy may"
                        + " answer in the same way: then try again.");
    }

    private void keep(String service, Kept description) {
        long others = kept.values().stream().mapToLong(one -> one.packed.length).sum();
        if (others + description.packed.length > MOST_KEPT) kept.clear();
        if (description.packed.length <= MOST_KEPT) kept.put(service, description);
    }

    private static byte[] packed(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    private static Description unpacked(Kept description) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(description.packed))) {
            return new Description(in.readAllBytes(), description.token);
        }
    }

    /** @throws ProblemException when the service is not there, or its description cannot be understood */
    Tables tables(String service) throws IOException {
        Description description = description(service);
        Read read = last.get();
        if (read == null || !read.token.equals(description.token)) read = new Read(description.token, read(service, description));
        last = new SoftReference<>(read);
        return new Tables(read.tables, description.token);
    }

    /** @param token of all of them */
    record Tables(ServiceTables all, String token) { }

    private ServiceTables read(String service, Description description) throws IOException {
        Wsdl wsdl = understood("the web service " + service, SETTING, () -> Wsdl.of(description.text,
                calls.tenant().description(service, calls.tenant().version()).path(), others("the web service " + service)));
        return new ServiceTables(service, wsdl);
    }

    OtherDocuments others(String what) {
        return new OtherDocuments(calls.tenant().base(), request -> calls.demand(calls.unsigned(request)), what);
    }

    /** Reads a document; null means that it is another one than was asked for. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    static <T> T understood(String what, String setting, Reading<T> reading) throws IOException {
        try {
            T read = reading.read();
            if (read != null) return read;
            throw unusable(what, setting, "it is not one.").asException();
        } catch (XmlRefused refused) {
            throw unusable(what, setting, refused.getMessage()).asException();
        } catch (java.io.UncheckedIOException failed) {
            throw failed.getCause();
        } catch (XmlSchemaException | ClassCastException | NullPointerException | IllegalArgumentException odd) {
            // the library's words may quote the document
            throw unusable(what, setting, "it cannot be understood.").asException();
        }
    }

    private static Problem unusable(String what, String setting, String why) {
        return Problem.of(FailureKind.UNSUPPORTED, "description", "The description of " + what + " cannot be read: " + why)
                .at(setting)
                .fix("Leave it out, or have a look at what its address answers.");
    }
}
