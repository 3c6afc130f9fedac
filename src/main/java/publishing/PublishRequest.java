package publishing;

import catalog.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import metadata.ImportRequest;
import metadata.StorableText;
import problems.Refusal;
import problems.Refusal.FieldError;

/**
 * What a person wants at a target: datasets one by one, or those of a connection.
 *
 * @param datasets     ids; empty when they are chosen by connection
 * @param connectionId of the source; null when datasets are named
 * @param schemas      of that connection; empty for all
 * @param include      patterns over {@code schema.table}; a dataset must match one, if there are any
 * @param exclude      patterns that take a dataset out again
 */
public record PublishRequest(List<UUID> datasets, UUID connectionId, List<String> schemas, List<String> include,
                             List<String> exclude, Options options) {
    /** In one plan. */
    public static final int MOST_TABLES = 10_000;
    private static final int LONGEST_NAME = 200;

    public PublishRequest {
        datasets = datasets == null ? List.of() : datasets.stream().filter(Objects::nonNull).distinct().toList();
        schemas = schemas == null ? List.of() : schemas;
        include = include == null ? List.of() : include;
        exclude = exclude == null ? List.of() : exclude;
        options = options == null ? Options.DEFAULTS : options;
    }

    /**
     * What tables are called at the target.
     *
     * @param schema that all of them go into; null for the name of each one's own
     * @param prefix before each table's name; null for none
     */
    public record Options(String schema, String prefix) {
        static final Options DEFAULTS = new Options(null, null);

        public Options {
            schema = schema == null || schema.isBlank() ? null : schema.strip();
            prefix = prefix == null || prefix.isBlank() ? null : prefix.strip();
        }

        TableName of(TableName source) {
            return new TableName(schema == null ? source.schema() : schema, (prefix == null ? "" : prefix) + source.name());
        }
    }

    /** Which of the connection's datasets; the fields have the names that an import's have. */
    ImportRequest ofConnection() {
        return new ImportRequest(schemas, null, include, exclude, null);
    }

    /** @throws Refusal 422 with one error a field */
    void check() {
        if (datasets.isEmpty() == (connectionId == null)) {
            throw Refusal.invalid("/datasets", "Please choose datasets, or the connection that they were imported from.");
        }
        if (datasets.size() > MOST_TABLES) throw tooMany("/datasets");
        ofConnection().check();
        List<FieldError> errors = new ArrayList<>();
        Map.of("/options/schema", text(options.schema), "/options/prefix", text(options.prefix)).forEach((pointer, name) -> {
            if (!isName(name)) {
                errors.add(new FieldError(pointer, "Please give at most " + LONGEST_NAME
                        + " characters, without control characters."));
            }
        });
        if (!errors.isEmpty()) throw Refusal.invalid(errors);
    }

    static Refusal tooMany(String pointer) {
        return Refusal.invalid(pointer, "A plan has at most " + MOST_TABLES
                + " tables. Please choose fewer, and plan the others after it.");
    }

    /** @throws Refusal 422 naming the first dataset that is not among those seen */
    void mustSee(Set<UUID> seen) {
        List<FieldError> errors = IntStream.range(0, datasets.size()).filter(i -> !seen.contains(datasets.get(i))).limit(1)
                .mapToObj(i -> new FieldError("/datasets/" + i, "There is no such dataset, or you may not see it.")).toList();
        if (!errors.isEmpty()) throw Refusal.invalid(errors);
    }

    private static String text(String name) {
        return name == null ? "" : name;
    }

    private static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl) && StorableText.of(name)
                .equals(name);
    }
}
