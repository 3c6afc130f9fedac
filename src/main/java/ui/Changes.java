package ui;

import catalog.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import metadata.Datasets.Version;

/** A dataset's version and what it changed in the columns since the one before. */
public record Changes(int version, String change, UUID importId, Instant at, int columns, List<Line> lines) {

    /** @param sign {@code +}, {@code ~} or {@code −} */
    public record Line(String sign, String column, String detail) { }

    /** @param versions newest first */
    static List<Changes> of(List<Version> versions) {
        List<Changes> changes = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            Version version = versions.get(i);
            List<Line> lines = i + 1 < versions.size() ? between(versions.get(i + 1), version) : List.of();
            changes.add(new Changes(version.version(), version.change(), version.importId(), version.createdAt(),
                    version.definition().columns().size(), lines));
        }
        return changes;
    }

    private static List<Line> between(Version before, Version after) {
        Map<String, Column> old = new LinkedHashMap<>();
        before.definition().columns().forEach(column -> old.put(column.name(), column));
        List<Line> lines = new ArrayList<>();
        for (Column column : after.definition().columns()) {
            Column was = old.remove(column.name());
            if (was == null) lines.add(new Line("+", column.name(), column.nativeType()));
            else if (!describe(was).equals(describe(column))) lines.add(changed(was, column));
        }
        old.values().forEach(gone -> lines.add(new Line("−", gone.name(), gone.nativeType())));
        return lines;
    }

    private static Line changed(Column was, Column column) {
        return new Line("~", column.name(), describe(was) + " → " + describe(column));
    }

    private static String describe(Column column) {
        return column.nativeType() + (column.nullable() ? "" : " not null");
    }
}
