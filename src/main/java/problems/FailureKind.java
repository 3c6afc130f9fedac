package problems;

/** Whose fault a failure is, and so whether trying again can help. The names are part of the REST contract. */
public enum FailureKind {
    /** A setting is wrong: host, port, path, version, name. */
    CONFIG(false),
    /** Our own policy refuses: an address that Serai may not connect to, a folder outside the permitted roots. */
    POLICY(false),
    /** Nothing answers there: refused, unreachable, reset, connect time-out. */
    NETWORK(true),
    /** The server's certificate or the protocol of the encryption. */
    TLS(false),
    /** The credentials are refused. */
    AUTH(false),
    /** Signed in, but not allowed. */
    PERMISSION(false),
    /** The database, schema, table or folder is not there, or not visible to this login. */
    NOT_FOUND(false),
    /** A limit of the source or of our own is used up; the time of the next attempt is known. */
    QUOTA(true),
    /** The source is busy, starting, failing over, or slow. */
    TRANSIENT(true),
    /** A feature or a version that is not handled. */
    UNSUPPORTED(false),
    /** Our own fault. */
    INTERNAL(false);

    private final boolean retryable;

    FailureKind(boolean retryable) {
        this.retryable = retryable;
    }

    public boolean retryable() {
        return retryable;
    }
}
