package publishing;

import catalog.TargetExport;
import catalog.TargetExport.Origin;
import com.fasterxml.jackson.databind.JsonNode;
import connections.Connection;
import connections.Connections;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import problems.Refusal;
import routes.TargetOperations;

/** A plan as a text that people can read, keep and run themselves. It holds no secrets. */
@Component
public class PlanText {
    private static final int LONGEST = 32_000_000;

    private final JdbcClient database;
    private final Publications publications;
    private final Connections connections;
    private final TargetOperations operations;

    PlanText(JdbcClient database, Publications publications, Connections connections, TargetOperations operations) {
        this.database = database;
        this.publications = publications;
        this.connections = connections;
        this.operations = operations;
    }

    /**
     * The statements of all steps, in order.
     *
     * @param federation whether it also says how the target can be led to the sources themselves
     * @throws Refusal 404; 413 when it is longer than 32 million characters
     */
    @Transactional(readOnly = true)
    public String of(UUID publicationId, boolean federation) {
        Publication publication = publications.find(publicationId);
        StringBuilder text = new StringBuilder();
        database.sql("""
                        SELECT summary, statement, loses FROM app.publication_steps
                         WHERE publication_id = :id ORDER BY late, position""").param("id", publicationId)
                .query((row, n) -> add(text, row.getString("summary"), row.getString("statement"), row.getBoolean("loses")))
                .list();
        return federation ? text + led(publication) : text.toString();
    }

    private static boolean add(StringBuilder text, String summary, String statement, boolean loses) {
        if (text.length() + statement.length() > LONGEST) {
            throw Refusal.of(413, "too_large", "This plan is too long for one text. Read its steps page by page.");
        }
        text.append("-- ").append(summary.replaceAll("\\R", " ")).append(loses ? " (takes something away)" : "").append('\n');
        text.append(statement).append(statement.endsWith(";") ? "\n\n" : ";\n\n");
        return true;
    }

    private String led(Publication publication) {
        List<Origin> origins = database.sql("""
                        SELECT DISTINCT source_id FROM app.publication_tables WHERE publication_id = :id ORDER BY source_id""")
                .param("id", publication.id()).query(UUID.class).list().stream()
                .map(connections::find).map(PlanText::origin).toList();
        return operations.export(publication.connectionId(), new TargetExport(List.of(), origins));
    }

    /** The fields that a configuration's form has in common; a source without them has no server to be led to. */
    private static Origin origin(Connection source) {
        JsonNode configuration = source.configuration();
        JsonNode port = configuration.path("port");
        return new Origin(source.connectionType(), source.name(), text(configuration, "server"),
                port.isInt() ? port.asInt() : null, text(configuration, "database"));
    }

    private static String text(JsonNode configuration, String field) {
        JsonNode value = configuration.path(field);
        return value.isTextual() ? value.asText() : null;
    }
}
