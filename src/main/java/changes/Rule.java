package changes;

import static changes.Impact.BREAKING;
import static changes.Impact.RISKY;
import static changes.Impact.SAFE;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * How each kind of change is judged, and what is said of it. The wire name is the constant's in small letters; docs/changes.md
 * shows this table. <code>{subject}</code> is the column, key or index, <code>{before}</code> and <code>{after}</code> what
 * it was and what it is.
 */
public enum Rule {
    TABLE_ADDED(SAFE, "The table is new."),
    TABLE_REMOVED(BREAKING, "The table is gone, so everything that reads it fails."),
    TABLE_RENAMED(BREAKING,
            "The table was called {before} and is called {after}, so everything that reads it by its old name fails."),
    KIND_CHANGED(RISKY, "It was a {before} and is a {after}: writing to it may fail, and reading may take longer."),
    TABLE_COMMENT_CHANGED(SAFE, "The comment of the table was changed."),
    PROPERTY_CHANGED(RISKY, "The property {subject} was {before} and is {after}."),

    COLUMN_ADDED(SAFE, "The column {subject} ({after}) is new; rows can be written without it."),
    REQUIRED_COLUMN_ADDED(RISKY,
            "The column {subject} ({after}) is new and must be filled, so writers that do not know it fail."),
    COLUMN_REMOVED(BREAKING, "The column {subject} ({before}) is gone, so queries that name it fail."),
    COLUMN_RENAMED(BREAKING, "The column {before} is called {after}, so queries that use its old name fail."),
    TYPE_NARROWED(BREAKING, "{subject} was {before} and is {after}, which does not hold all that it held before."),
    TYPE_CHANGED(BREAKING, "{subject} was {before} and is {after}, which readers of the old type do not understand."),
    TYPE_WIDENED(RISKY, "{subject} was {before} and is {after}: values may come that do not fit what readers keep them in."),
    TYPE_RESTATED(RISKY, "{subject} was {before} and is {after}: the same values, another type of the source."),
    NULLABLE(RISKY, "{subject} may now be empty, which readers may not expect."),
    REQUIRED(RISKY, "{subject} must now be filled, so writers that leave it empty fail."),
    DEFAULT_CHANGED(RISKY, "The default of {subject} was {before} and is {after}, so new rows may look different."),
    IDENTITY_CHANGED(RISKY, "The numbering of {subject} by the source was {before} and is {after}."),
    COMPUTATION_CHANGED(RISKY, "The computation of {subject} was {before} and is {after}."),
    COLUMN_COMMENT_CHANGED(SAFE, "The comment of {subject} was changed."),
    COLUMN_ORDER_CHANGED(RISKY, "The columns come in another order, so whoever reads or loads them by position is misled."),
    COLUMN_POSITION_CHANGED(SAFE, "The columns are numbered anew, in the order that they had."),

    PRIMARY_KEY_ADDED(RISKY, "There is a primary key now, on {after}: writers of doubles fail."),
    PRIMARY_KEY_REMOVED(RISKY, "The primary key on {before} is gone: rows may come twice, and merges may find no key."),
    PRIMARY_KEY_CHANGED(RISKY, "The primary key was on {before} and is on {after}: merges and joins may no longer find one row."),
    FOREIGN_KEY_ADDED(RISKY, "The foreign key {subject} is new ({after}): writers of rows without a partner fail."),
    FOREIGN_KEY_REMOVED(RISKY, "The foreign key {subject} is gone ({before}): joins may lose rows."),
    FOREIGN_KEY_CHANGED(RISKY, "The foreign key {subject} was {before} and is {after}."),
    UNIQUE_ADDED(RISKY, "{subject} is new: {after} must be unique, so writers of doubles fail."),
    UNIQUE_REMOVED(RISKY, "{subject} is gone: {before} may come twice."),
    UNIQUE_CHANGED(RISKY, "{subject} made {before} unique and makes {after} unique."),
    CHECK_ADDED(RISKY, "The check {subject} is new ({after}): writers of other values fail."),
    CHECK_REMOVED(RISKY, "The check {subject} is gone ({before}): values may come that readers do not expect."),
    CHECK_CHANGED(RISKY, "The check {subject} was {before} and is {after}."),
    UNIQUE_INDEX_ADDED(RISKY, "The unique index {subject} is new ({after}): writers of doubles fail."),
    UNIQUE_INDEX_REMOVED(RISKY, "The unique index {subject} is gone ({before}): rows may come twice."),
    UNIQUE_INDEX_CHANGED(RISKY, "The unique index {subject} was {before} and is {after}."),
    INDEX_ADDED(SAFE, "The index {subject} is new ({after})."),
    INDEX_REMOVED(SAFE, "The index {subject} is gone ({before}); queries may be slower."),
    INDEX_CHANGED(SAFE, "The index {subject} was {before} and is {after}."),
    CONSTRAINT_RENAMED(SAFE, "{before} is called {after} and is otherwise the same.");

    private final Impact impact;
    private final String sentence;

    Rule(Impact impact, String sentence) {
        this.impact = impact;
        this.sentence = sentence;
    }

    public Impact impact() {
        return impact;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String template() {
        return sentence;
    }
}
