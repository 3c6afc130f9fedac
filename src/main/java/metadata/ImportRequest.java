package metadata;

import catalog.Selection;
import catalog.Table;
import catalog.TableName;
import java.util.ArrayList;
import java.util.List;
import problems.Refusal;
import problems.Refusal.FieldError;

/** What an import is asked to do. Absent parts mean everything. */
public record ImportRequest(List<String> schemas, List<TableName> tables, List<String> include, List<String> exclude,
                            Options options) {
    private static final int MOST_NAMES = 10_000;
    private static final int LONGEST_NAME = 1_000;

    public static final ImportRequest EVERYTHING = new ImportRequest(null, null, null, null, null);

    public ImportRequest {
        schemas = schemas == null ? List.of() : schemas;
        tables = tables == null ? List.of() : tables;
        include = include == null ? List.of() : include;
        exclude = exclude == null ? List.of() : exclude;
        options = options == null ? Options.DEFAULTS : options;
    }

    /**
     * @param maxRemovedPercent an import that would remove more of what is known stops before it does
     * @param fullRead          reads all schemas, also those whose change token says that nothing has changed; false if left out
     */
    public record Options(Boolean includeViews, Boolean includeIndexes, Boolean includeConstraints, Integer maxRemovedPercent,
                          Boolean fullRead) {
        private static final int DEFAULT_PERCENT = 20;
        static final Options DEFAULTS = new Options(true, true, true, DEFAULT_PERCENT, false);

        public Options {
            includeViews = includeViews == null || includeViews;
            includeIndexes = includeIndexes == null || includeIndexes;
            includeConstraints = includeConstraints == null || includeConstraints;
            maxRemovedPercent = maxRemovedPercent == null ? DEFAULT_PERCENT : maxRemovedPercent;
            fullRead = fullRead != null && fullRead;
        }

        /** The table without what was not asked for. */
        Table trim(Table t) {
            if (includeIndexes && includeConstraints) return t;
            return new Table(t.schema(), t.name(), t.kind(), t.comment(), t.rowEstimate(), t.columns(),
                    includeConstraints ? t.primaryKey() : null, includeConstraints ? t.foreignKeys() : List.of(),
                    includeConstraints ? t.uniqueConstraints() : List.of(), includeConstraints ? t.checkConstraints() : List.of(),
                    includeIndexes ? t.indexes() : List.of(), t.properties());
        }
    }

    public Selection selection() {
        return new Selection(schemas, tables, include, exclude, options.includeViews());
    }

    boolean isEverything() {
        return schemas.isEmpty() && tables.isEmpty() && include.isEmpty() && exclude.isEmpty();
    }

    /** @throws Refusal 422 with one error a field */
    public void check() {
        List<FieldError> errors = new ArrayList<>();
        names(errors, "/schemas", schemas);
        names(errors, "/include", include);
        names(errors, "/exclude", exclude);
        names(errors, "/tables", tables.stream().map(ImportRequest::whole).toList());
        if (options.maxRemovedPercent() < 0 || options.maxRemovedPercent() > 100) {
            errors.add(new FieldError("/options/max_removed_percent", "Please give a number from 0 to 100."));
        }
        if (!errors.isEmpty()) throw Refusal.invalid(errors);
    }

    /** @return null when a part is missing */
    private static String whole(TableName table) {
        return table == null || table.schema() == null || table.name() == null ? null : table.toString();
    }

    private static void names(List<FieldError> errors, String pointer, List<String> names) {
        if (names.size() > MOST_NAMES) errors.add(new FieldError(pointer, "At most " + MOST_NAMES + " entries."));
        for (int i = 0; i < Math.min(names.size(), MOST_NAMES); i++) {
            String name = names.get(i);
            if (name == null || name.isEmpty() || name.length() > LONGEST_NAME || !StorableText.of(name).equals(name)) {
                errors.add(new FieldError(pointer + "/" + i, "Please give a name of 1 to " + LONGEST_NAME
                        + " characters, without NUL and halves of characters."));
            }
        }
    }
}
