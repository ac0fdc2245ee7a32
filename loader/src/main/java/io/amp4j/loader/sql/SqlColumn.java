package io.amp4j.loader.sql;

/**
 * A column as a database describes it.
 *
 * @param name the name, case kept
 * @param type the type, in the database's own words
 * @param optional whether an insert may leave it out: it is nullable or has a default
 */
public record SqlColumn(String name, String type, boolean optional) {}
