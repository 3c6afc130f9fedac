package connectors.jdbc;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.component.sql.RowMapperFactory;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * Rows as maps, as Camel's own are, but with one header for the whole answer: a large catalog has hundreds of thousands of
 * rows, and a map of its own for each took a third of the time of an import.
 */
final class SharedHeader implements RowMapperFactory {

    @Override
    public RowMapper<?> newColumnRowMapper() {
        return new Mapper();
    }

    @Override
    public RowMapper<?> newBeanRowMapper(Class<?> type) {
        throw new UnsupportedOperationException("Catalog rows are read by the names of their columns");
    }

    /** For one answer. */
    private static final class Mapper implements RowMapper<Map<String, Object>> {
        private Map<String, Integer> header;

        @Override
        public Map<String, Object> mapRow(ResultSet answer, int number) throws SQLException {
            if (header == null) header = header(answer.getMetaData());
            Object[] values = new Object[answer.getMetaData().getColumnCount()];
            for (int i = 0; i < values.length; i++) values[i] = JdbcUtils.getResultSetValue(answer, i + 1);
            return new Values(header, values);
        }

        private static Map<String, Integer> header(ResultSetMetaData columns) throws SQLException {
            Map<String, Integer> header = new LinkedHashMap<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                header.put(JdbcUtils.lookupColumnName(columns, i).toLowerCase(Locale.ROOT), i - 1);
            }
            return header;
        }
    }

    /** @param header names in small letters to their places in the values */
    private static final class Values extends AbstractMap<String, Object> {
        private final Map<String, Integer> header;
        private final Object[] values;

        Values(Map<String, Integer> header, Object[] values) {
            this.header = header;
            this.values = values;
        }

        @Override
        public Object get(Object name) {
            Integer place = header.get(name);
            return place == null ? null : values[place];
        }

        @Override
        public boolean containsKey(Object name) {
            return header.containsKey(name);
        }

        @Override
        public Collection<Object> values() {
            return Collections.unmodifiableList(Arrays.asList(values));
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            Set<Entry<String, Object>> entries = new LinkedHashSet<>();
            header.forEach((name, place) -> entries.add(new SimpleImmutableEntry<>(name, values[place])));
            return entries;
        }
    }
}
