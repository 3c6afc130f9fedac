package app;

/**
 * The PostgreSQL that keeps everything, as seen by the user that may set it up.
 *
 * @param embedded whether this process started it and nobody else uses it
 */
record DatabaseServer(String url, String username, String password, int port, boolean embedded) {

    /** The same server, another database. Only for the embedded one, whose URL we made. */
    String urlOf(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public String toString() {
        return url + " as " + username;
    }
}
