package connectors.workday;

import catalog.CodePoints;
import catalog.Column;
import catalog.CommonType;
import catalog.ForeignKey;
import catalog.Key;
import catalog.Table;
import catalog.TableKind;
import com.fasterxml.jackson.databind.JsonNode;
import connectors.xml.XsdNotes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import secrets.Hashes;
import types.ConnectionType;

/** The data sources of WQL that the user may see, and their fields, by the REST API of WQL. */
final class Wql {
    private static final String READING = "1";
    private static final int MOST_FIELDS = 10_000;
    private static final int LONGEST_NAME = 1_000;
    private static final Comparator<DataSource> SHORTEST = Comparator.comparing((DataSource one) -> one.name().length())
            .thenComparing(DataSource::name, CodePoints::compare);

    /** @param object the id of the business object that its rows are; empty where the list does not say */
    record DataSource(String id, String name, String comment, String object, String objectName) { }

    /** @param token another one as soon as a field is */
    record Described(Table table, String token) { }

    private final String schema;
    private final Calls calls;
    private final int page;
    private final String key;
    private final Map<String, CommonType> types = new HashMap<>();

    /** @param key the column that rows are identified by */
    Wql(String schema, Calls calls, int page, String key, ConnectionType type) {
        this.schema = schema;
        this.calls = calls;
        this.page = page;
        this.key = key;
        type.nativeTypes().forEach((name, common) -> types.put(name, CommonType.valueOf(common)));
    }

    /** How many there are; one call. */
    long count() throws IOException {
        return json(calls.tenant().dataSources().query("limit", 1).query("offset", 0)).path("total").asLong();
    }

    private JsonNode json(connectors.http.HttpRequest request) throws IOException {
        return calls.demand(calls.signed(request)).json();
    }

    /** By name, in the order of code points; of several of one name the first. */
    List<DataSource> dataSources() throws IOException {
        Map<String, DataSource> found = new TreeMap<>(CodePoints::compare);
        for (OffsetPages pages = new OffsetPages(this::json, calls.tenant().dataSources(), page); pages.hasNext(); ) {
            JsonNode one = pages.next();
            String id = one.path("id").asText("");
            if (id.isEmpty()) continue;
            JsonNode object = one.path("primaryBusinessObject");
            found.putIfAbsent(name(one), new DataSource(id, name(one), comment(one), object.path("id").asText(""),
                    object.path("descriptor").asText("")));
        }
        return List.copyOf(found.values());
    }

    /** The alias is what queries call it by. */
    private static String name(JsonNode thing) {
        for (String field : List.of("alias", "name", "descriptor", "id")) {
            String name = thing.path(field).asText("").strip();
            if (!name.isEmpty()) return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
        }
        return "unnamed";
    }

    /** What people read: the description, or the words on the screen where these are others than the alias. */
    private static String comment(JsonNode thing) {
        String text = thing.path("description").asText("");
        if (text.isBlank()) text = thing.path("descriptor").asText("");
        return text.equals(name(thing)) ? null : XsdNotes.line(text);
    }

    /**
     * Where a business object is at home: of several data sources of the same one the one with the shortest name.
     *
     * @return name of the data source by the object's id
     */
    static Map<String, String> homes(List<DataSource> all) {
        Map<String, String> homes = new HashMap<>();
        all.stream().filter(one -> !one.object().isEmpty()).sorted(SHORTEST)
                .forEach(one -> homes.putIfAbsent(one.object(), one.name()));
        return homes;
    }

    /** Asks for its fields. @param homes of business objects */
    Described read(DataSource source, Map<String, String> homes) throws IOException {
        Collected fields = new Collected(homes);
        for (OffsetPages pages = new OffsetPages(this::json, calls.tenant().fields(source.id()), page); pages.hasNext(); ) {
            fields.add(pages.next());
        }
        Table table = fields.table(source);
        String token = READING + "." + HexFormat.of().formatHex(Hashes.sha256(Hashes.utf8(table.toString())));
        return new Described(table, token);
    }

    private final class Collected {
        private final Map<String, String> homes;
        private final Map<String, Column> columns = new LinkedHashMap<>();
        private final List<ForeignKey> edges = new ArrayList<>();
        private final List<String> references = new ArrayList<>();
        private boolean truncated;

        Collected(Map<String, String> homes) {
            this.homes = homes;
        }

        void add(JsonNode field) {
            String name = name(field);
            if (columns.containsKey(name)) return;
            truncated |= columns.size() >= MOST_FIELDS;
            if (columns.size() >= MOST_FIELDS) return;
            JsonNode object = field.path("relatedBusinessObject");
            columns.put(name, column(name, field, object.path("descriptor").asText("")));
            if (object.path("id").asText("").isEmpty()) return;
            references.add(name + ": " + object.path("descriptor").asText(object.path("id").asText()));
            String home = homes.get(object.path("id").asText());
            if (home != null) edges.add(new ForeignKey(name + " → " + home, List.of(name),
                    new ForeignKey.Reference(schema, home, List.of(key)), null, null));
        }

        private Column column(String name, JsonNode field, String object) {
            String said = type(field);
            CommonType type = types.getOrDefault(said.toLowerCase(Locale.ROOT), CommonType.UNKNOWN);
            boolean isKey = name.equals(key);
            String spelled = object.isEmpty() ? said : said + "<" + object + ">";
            return new Column(name, columns.size() + 1, type, spelled, null, null, null, !isKey, null, false, null,
                    comment(field));
        }

        /** A word, or an instance that is called by one. */
        private static String type(JsonNode field) {
            JsonNode type = field.path("type");
            String word = (type.isObject() ? type.path("descriptor") : type).asText("").strip();
            return word.isEmpty() ? "unknown" : word.length() <= LONGEST_NAME ? word : word.substring(0, LONGEST_NAME);
        }

        Table table(DataSource source) {
            Map<String, Object> properties = new TreeMap<>();
            properties.put("data_source_id", source.id());
            if (!source.objectName().isEmpty()) properties.put("business_object", source.objectName());
            if (!references.isEmpty()) properties.put("references", references);
            if (truncated) properties.put("truncated", true);
            Key id = columns.containsKey(key) ? new Key("id", List.of(key)) : null;
            return new Table(schema, source.name(), TableKind.OBJECT, source.comment(), null, List.copyOf(columns.values()), id,
                    edges, List.of(), List.of(), List.of(), properties);
        }
    }
}
