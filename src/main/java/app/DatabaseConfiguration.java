package app;

import access.TenantTransactions;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import problems.CannotStart;
import secrets.KeyCheck;
import secrets.Keyring;

/** From nothing to a migrated database and the one DataSource that the program uses, which cannot see across accounts. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean
    Home home(Environment environment) {
        return Home.of(environment);
    }

    @Bean(destroyMethod = "close")
    EmbeddedDatabase embeddedDatabase(Home home, ObjectProvider<EarlyStart.Begun> begun) {
        EarlyStart.Begun early = begun.getIfAvailable();
        return early == null ? new EmbeddedDatabase(home) : early.database();
    }

    @Bean
    DatabaseServer databaseServer(Environment environment, EmbeddedDatabase embedded) {
        String url = environment.getProperty("serai.database.url", "");
        if (url.isBlank()) return withDatabase(embedded.start());
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new CannotStart("SERAI_DATABASE_URL must begin with jdbc:postgresql://");
        }
        String login = hasOwner(environment) ? "serai.database.owner" : "serai.database";
        return new DatabaseServer(url, environment.getProperty(login + ".username", ""),
                environment.getProperty(login + ".password", ""), ExternalUrl.port(url), false);
    }

    @Bean
    DatabaseRoles databaseRoles(DatabaseServer server, Keyring keyring, Environment environment) {
        String name = server.embedded() ? "serai" : ExternalUrl.database(server);
        DatabaseRoles roles = DatabaseRoles.of(name, HexFormat.of().formatHex(keyring.active().derive("database/" + name)));
        if (server.embedded() || !hasOwner(environment)) return roles;
        return roles.withApp(environment.getProperty("serai.database.username", ""),
                environment.getProperty("serai.database.password", ""));
    }

    @Bean
    @Primary
    HikariDataSource dataSource(DatabaseServer server, DatabaseRoles roles, Keyring keyring, Environment environment) {
        demandKey(server, keyring);
        roles.ensure(server);
        migrate(server, roles);
        HikariConfig config = new HikariConfig();
        config.setPoolName("serai");
        config.setJdbcUrl(server.url());
        config.setUsername(roles.app());
        config.setPassword(roles.appPassword());
        config.setMaximumPoolSize(environment.getProperty("serai.database.pool-size", Integer.class, 20));
        config.setMinimumIdle(2);
        config.setConnectionTimeout(10_000);
        config.addDataSourceProperty("ApplicationName", "Serai");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        return new HikariDataSource(config);
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource) {
        return new TenantTransactions(dataSource);
    }

    /** With two logins the one that sets up and migrates is not the one that runs. With one, Serai makes the other itself. */
    private static boolean hasOwner(Environment environment) {
        return !environment.getProperty("serai.database.owner.username", "").isBlank();
    }

    /** Before anything is touched: the application's password is derived from the key, and a wrong one would lock other replicas out. */
    private static void demandKey(DatabaseServer server, Keyring keyring) {
        JdbcClient setup = JdbcClient.create(new DriverManagerDataSource(server.url(), server.username(), server.password()));
        boolean readable = setup.sql("""
                SELECT has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace 
                 WHERE n.nspname = 'app' AND c.relname = 'crypto_keys'""")
                .query(Boolean.class).optional().orElse(false);
        if (readable) KeyCheck.demandKnown(setup, keyring);
    }

    private static void migrate(DatabaseServer server, DatabaseRoles roles) {
        Flyway.configure()
                .dataSource(server.url(), server.username(), server.password())
                .initSql("SET ROLE " + DatabaseRoles.quoted(roles.owner()))
                .schemas("app").createSchemas(true)
                .placeholders(roles.placeholders())
                .load().migrate();
    }

    /** The embedded server's first database is PostgreSQL's own; ours is made beside it. */
    private static DatabaseServer withDatabase(DatabaseServer server) {
        EmbeddedSetup.createDatabases(server, List.of("serai"));
        return server;
    }
}
