package connectors.rest.description;

import catalog.Column;

/**
 * A column that has no place yet.
 *
 * @param nullable     whether it may be absent or null
 * @param defaultValue null for none
 * @param comment      null for none
 */
record Field(String name, Typed type, boolean nullable, String defaultValue, String comment) {
    Field {
        name = Bounds.cut(name, Bounds.NAME);
        comment = Bounds.comment(comment);
        defaultValue = Bounds.cut(defaultValue, Bounds.NAME);
    }

    static Field of(String name, Typed type) {
        return new Field(name, type, true, null, null);
    }

    Column at(int position) {
        return new Column(name, position, type.type(), type.nativeType(), type.length(), type.precision(), type.scale(), nullable,
                defaultValue, false, null, comment);
    }
}
