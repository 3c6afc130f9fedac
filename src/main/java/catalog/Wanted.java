package catalog;

/**
 * A table that is to be at a target as it is at its source.
 *
 * @param table      as it was imported
 * @param sourceType the type of the connection it was imported from, whose native types its columns have
 * @param source     the connection's id: foreign keys lead to tables of the same source
 * @param origin     where it comes from, in words for people and for lineage: the connection's name
 * @param reference  the dataset's id, for lineage
 * @param at         its schema and name at the target
 */
public record Wanted(Table table, String sourceType, String source, String origin, String reference, TableName at) { }
