package catalog;

import java.util.List;

/**
 * What a target has of a wanted table, and what has to be done there so that it is as wanted.
 *
 * @param at    its name there: the wanted one, as far as the target allows it
 * @param steps in the order in which they have to be done; empty when nothing has
 * @param notes what cannot be carried over as it is, and why; what drifted
 */
public record TargetTable(TableName at, State state, List<TargetStep> steps, List<Note> notes) {

    public enum State {
        /** It is not there yet. */
        MISSING,
        /** It is there as wanted. */
        SAME,
        /** It is there, and differs in what the steps change or the notes tell. */
        DRIFTED,
        /** Something of this name is there that must not be touched: a view, a table that is not ours. */
        CONFLICT
    }

    /**
     * One thing to do at the target, which may be done twice without harm.
     *
     * @param kind        a word of the target's family: {@code create_schema}, {@code create_table}, {@code add_column} …
     * @param summary     a sentence for people
     * @param statement   as the target's own language has it, complete and escaped
     * @param loses       whether it takes something away at the target
     * @param afterAll    whether it is to be done after the other steps of all tables, because it needs them: a foreign key,
     *                    and what is written when all is done
     */
    public record TargetStep(String kind, String summary, String statement, boolean loses, boolean afterAll) { }

    /**
     * @param column  null where it concerns the table
     * @param code    stable and machine readable: {@code type_widened}, {@code index_left_out} …
     * @param message a sentence with the reason
     */
    public record Note(String column, String code, String message) { }
}
