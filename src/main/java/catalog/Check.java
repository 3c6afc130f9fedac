package catalog;

/** A check constraint; the expression in the source's own language. */
public record Check(String name, String expression) { }
