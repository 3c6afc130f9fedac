package connectors.files.formats;

import catalog.Column;
import java.util.List;
import java.util.Map;

/**
 * What a look into one file found.
 *
 * @param rows       rows that were looked at
 * @param complete   whether these are all rows of the file
 * @param bytes      of content that hold these rows; 0 where that is unknown
 * @param counted    rows that the file itself says it has; null where it says nothing
 * @param properties what the format has to say beside its columns; never content
 */
public record Sample(List<Column> columns, long rows, boolean complete, long bytes, Long counted,
                     Map<String, Object> properties) {
    public Sample {
        columns = List.copyOf(columns);
        properties = Map.copyOf(properties);
    }

    public Sample(List<Column> columns, long rows, boolean complete, long bytes, Map<String, Object> properties) {
        this(columns, rows, complete, bytes, null, properties);
    }

    static Sample empty() {
        return new Sample(List.of(), 0, true, 0, Map.of("warnings", List.of("The file is empty.")));
    }

    /** @param size of the whole content in bytes; @return null where nothing can be said */
    public Long rowEstimate(long size) {
        if (counted != null) return counted;
        if (complete) return rows;
        if (bytes <= 0 || rows == 0) return null;
        return Math.max(rows, Math.round((double) size * rows / bytes));
    }
}
