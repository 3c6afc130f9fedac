package catalog;

/** @param tables how many tables and views the login can see in it; null where counting would cost a call */
public record Schema(String name, String comment, Long tables) { }
