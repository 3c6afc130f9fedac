package app;

import java.sql.DriverManager;
import org.postgresql.Driver;

/**
 * Leaves the drivers of sources unloaded until a connection needs one. {@link DriverManager} would make one of each that it finds
 * on its first use, which is when our own database is opened: some thousand classes, and whatever else vendors do on loading.
 */
final class OwnDriver {
    private OwnDriver() { }

    /** To be called before anything opens a database. */
    static void alone() {
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());   // where it looks for drivers, once in the life of the JVM
        try {
            DriverManager.getDrivers();
        } finally {
            thread.setContextClassLoader(usual);
        }
        if (!Driver.isRegistered()) throw new IllegalStateException("The driver of our own database does not register itself");
    }
}
