package connectors;

/**
 * A connection's settings, bound from its checked configuration to its family's record; secrets in it are
 * {@link secrets.Secret}. Each family has one implementation, in its own folder.
 */
public interface Settings { }
