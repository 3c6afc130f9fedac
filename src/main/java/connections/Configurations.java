package connections;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import connectors.TokenKeeper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import problems.FailureKind;
import problems.Problem;
import problems.Refusal;
import problems.Refusal.FieldError;
import secrets.Envelope;
import secrets.IntegrityFailure;
import secrets.Secret;
import types.ConnectionType;
import types.ConnectionTypes;
import types.SettingsSchema;

/**
 * The four forms of a configuration: as a person sends it, as it is stored (secrets sealed one by one), as it is shown
 * (secrets masked), and as a source is opened with it.
 */
@Component
public class Configurations {
    static final String AT = "/configuration";
    private static final Logger LOG = LoggerFactory.getLogger(Configurations.class);
    /** Stands for a kept secret while the rest of its configuration is checked. */
    private static final String KEPT = "kept";

    /** @param secretsUpdatedAt pointer of each secret that is set to the time it was */
    record Stored(ObjectNode configuration, Map<String, Instant> secretsUpdatedAt) { }

    private final Envelope envelope;
    private final ConnectionTypes types;
    private final ServiceTokens serviceTokens;
    private final JsonMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    Configurations(Envelope envelope, ConnectionTypes types, ServiceTokens serviceTokens) {
        this.envelope = envelope;
        this.types = types;
        this.serviceTokens = serviceTokens;
    }

    /** Checks what a person sent for a new connection and seals its secrets. */
    Stored accept(ConnectionType type, ObjectNode sent, UUID accountId, UUID connectionId) {
        SettingsSchema schema = types.schema(type);
        refuseSealedInput(sent, schema);
        schema.secrets().forEach(pointer -> refuseMask(sent, pointer));
        ObjectNode complete = schema.withDefaults(sent);
        refuse(schema.check(complete, AT));
        Map<String, Instant> times = new HashMap<>();
        for (JsonPointer pointer : schema.secrets()) {
            if (!complete.at(pointer).isMissingNode()) times.put(pointer.toString(), Instant.now());
        }
        seal(complete, schema, accountId, connectionId);
        return new Stored(complete, times);
    }

    /**
     * Applies a merge patch: an absent field keeps, {@code null} clears, a value replaces.
     *
     * @throws Refusal 422 {@code credentials_required} when where secrets would go has changed and a kept one would follow
     */
    Stored merge(ConnectionType type, Connection before, ObjectNode patch) {
        SettingsSchema schema = types.schema(type);
        refuseSealedInput(patch, schema);
        schema.secrets().forEach(pointer -> dropMask(patch, pointer));
        ObjectNode merged = schema.withDefaults(MergePatch.apply(before.configuration(), patch));
        List<JsonPointer> kept = schema.sealed().stream()
                .filter(pointer -> isKept(merged, before.configuration(), pointer)).toList();
        List<String> checkedBefore = kept.stream().filter(schema.secrets()::contains).map(pointer -> AT + pointer).toList();
        refuse(schema.check(checkable(merged, kept, before), AT).stream()
                .filter(error -> !checkedBefore.contains(error.pointer())).toList());
        refuseToCarrySecretsAway(type, schema, before.configuration(), merged, kept);
        Map<String, Instant> times = new HashMap<>();
        for (JsonPointer pointer : schema.secrets()) {
            if (!merged.at(pointer).isMissingNode()) {
                Instant setAt = kept.contains(pointer) ? before.secretsUpdatedAt().get(pointer.toString()) : Instant.now();
                times.put(pointer.toString(), setAt);
            }
        }
        for (JsonPointer pointer : schema.sealed()) {
            if (!kept.contains(pointer)) sealOne(merged, pointer, before.accountId(), before.id());
        }
        return new Stored(merged, times);
    }

    /**
     * As it is shown: a secret is a mask with a fingerprint; a user name is opened. What does not open has no fingerprint or
     * is left out, so that the connection can still be listed, and repaired by entering the value again.
     */
    public ObjectNode masked(Connection connection) {
        SettingsSchema schema = types.schema(types.get(connection.connectionType()));
        ObjectNode shown = connection.configuration().deepCopy();
        for (JsonPointer pointer : schema.sealed()) {
            if (shown.at(pointer).isMissingNode()) continue;
            Optional<Secret> value = openIfSound(connection, pointer);
            if (schema.secrets().contains(pointer)) put(shown, pointer, mask(value, connection, pointer));
            else value.ifPresentOrElse(plain -> put(shown, pointer, text(plain)), () -> remove(shown, pointer));
        }
        return shown;
    }

    /**
     * Binds the configuration, secrets opened, to a family's record.
     *
     * @throws problems.ProblemException of kind CONFIG when a secret does not open: the connection fails, and nothing else
     */
    public <S> S settings(Connection connection, Class<S> form) {
        try {
            return opened(connection, form);
        } catch (IntegrityFailure altered) {
            LOG.error("Connection {} of account {}: {}", connection.id(), connection.accountId(), altered.getMessage());
            throw Problem.of(FailureKind.CONFIG, "secret_unreadable", altered.getMessage())
                    .at(altered.place().pointer()).fix("Enter it again.").asException();
        }
    }

    private <S> S opened(Connection connection, Class<S> form) {
        SettingsSchema schema = types.schema(types.get(connection.connectionType()));
        ObjectNode plain = connection.configuration().deepCopy();
        for (JsonPointer pointer : schema.sealed()) {
            if (!plain.at(pointer).isMissingNode()) put(plain, pointer, text(open(connection, pointer)));
        }
        return json.convertValue(plain, form);
    }

    /**
     * Keeps what token services give to this connection, and to whichever other of the account shows them the same secrets at
     * the same place.
     */
    public TokenKeeper tokens(Connection connection) {
        ConnectionType type = types.get(connection.connectionType());
        ObjectNode plain = settings(connection, ObjectNode.class);
        StringBuilder asked = new StringBuilder(type.id());
        types.schema(type).sealed().forEach(pointer -> asked.append('\n').append(pointer).append(' ').append(plain.at(pointer)));
        type.destination().forEach(pointer -> asked.append('\n').append(pointer).append(' ').append(plain.at(pointer)));
        return serviceTokens.of(connection.accountId(), envelope.fingerprint(new Secret(asked.toString()), connection.accountId()));
    }

    /** The same configuration for another connection of the account; without its secrets unless the caller may edit the first. */
    Stored copy(Connection from, UUID connectionId, boolean withSecrets) {
        SettingsSchema schema = types.schema(types.get(from.connectionType()));
        ObjectNode copy = from.configuration().deepCopy();
        for (JsonPointer pointer : schema.sealed()) {
            if (copy.at(pointer).isMissingNode()) continue;
            boolean secret = schema.secrets().contains(pointer);
            if (secret && !withSecrets) remove(copy, pointer);
            else put(copy, pointer, json.getNodeFactory().textNode(open(from, pointer).reveal()));
        }
        seal(copy, schema, from.accountId(), connectionId);
        return new Stored(copy, withSecrets ? from.secretsUpdatedAt() : Map.of());
    }

    private Secret open(Connection connection, JsonPointer pointer) {
        Envelope.Place place = new Envelope.Place(connection.accountId(), connection.id(), pointer.toString());
        return envelope.open(connection.configuration().at(pointer).asText(), place);
    }

    private JsonNode text(Secret plain) {
        return json.getNodeFactory().textNode(plain.reveal());
    }

    private Optional<Secret> openIfSound(Connection connection, JsonPointer pointer) {
        try {
            return Optional.of(open(connection, pointer));
        } catch (IntegrityFailure altered) {
            LOG.warn("Connection {} of account {}: {}", connection.id(), connection.accountId(), altered.getMessage());
            return Optional.empty();
        }
    }

    private ObjectNode mask(Optional<Secret> value, Connection connection, JsonPointer pointer) {
        String fingerprint = value.map(secret -> envelope.fingerprint(secret, connection.accountId())).orElse(null);
        ObjectNode mask = json.createObjectNode().put("secret", true).put("fingerprint", fingerprint);
        Instant updated = connection.secretsUpdatedAt().get(pointer.toString());
        return mask.put("updated_at", updated == null ? null : updated.toString());
    }

    private void seal(ObjectNode configuration, SettingsSchema schema, UUID accountId, UUID connectionId) {
        for (JsonPointer pointer : schema.sealed()) sealOne(configuration, pointer, accountId, connectionId);
    }

    private void sealOne(ObjectNode configuration, JsonPointer pointer, UUID accountId, UUID connectionId) {
        JsonNode plain = configuration.at(pointer);
        if (plain.isMissingNode()) return;
        String sealed = envelope.seal(plain.asText(), new Envelope.Place(accountId, connectionId, pointer.toString()));
        put(configuration, pointer, json.getNodeFactory().textNode(sealed));
    }

    private ObjectNode checkable(ObjectNode merged, List<JsonPointer> kept, Connection before) {
        ObjectNode copy = merged.deepCopy();
        SettingsSchema schema = types.schema(types.get(before.connectionType()));
        for (JsonPointer pointer : kept) {
            String stand = schema.secrets().contains(pointer) ? KEPT
                    : openIfSound(before, pointer).map(Secret::reveal).orElse(KEPT);
            put(copy, pointer, json.getNodeFactory().textNode(stand));
        }
        return copy;
    }

    private static boolean isKept(ObjectNode merged, ObjectNode before, JsonPointer pointer) {
        return !merged.at(pointer).isMissingNode() && merged.at(pointer).equals(before.at(pointer));
    }

    private static void refuseToCarrySecretsAway(ConnectionType type, SettingsSchema schema, ObjectNode before,
                                                 ObjectNode merged, List<JsonPointer> kept) {
        List<JsonPointer> atRisk = kept.stream().filter(schema.secrets()::contains).toList();
        if (!type.leadsElsewhere(before, merged) || atRisk.isEmpty()) return;
        throw Refusal.credentialsRequired(atRisk.stream()
                .map(pointer -> new FieldError(AT + pointer,
                        "Please enter this again: the connection now leads elsewhere.")).toList());
    }

    private static void refuseSealedInput(ObjectNode sent, SettingsSchema schema) {
        List<FieldError> errors = new ArrayList<>();
        for (JsonPointer pointer : schema.sealed()) {
            JsonNode value = sent.at(pointer);
            if (value.isTextual() && Envelope.looksSealed(value.asText())) {
                errors.add(new FieldError(AT + pointer,
                        "A value may not begin with 'encrypted:'. Please enter the plain value; it is sealed when stored."));
            }
        }
        refuse(errors);
    }

    private static void refuseMask(ObjectNode sent, JsonPointer pointer) {
        if (sent.at(pointer).isObject()) {
            throw Refusal.invalid(AT + pointer, "There is no stored value to keep yet. Please enter one.");
        }
    }

    /** A client that sends back what it read means: keep. */
    private static void dropMask(ObjectNode patch, JsonPointer pointer) {
        JsonNode value = patch.at(pointer);
        if (value.path("secret").asBoolean() || value.path("$keep").asBoolean()) remove(patch, pointer);
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) throw Refusal.invalid(errors);
    }

    private static void put(ObjectNode tree, JsonPointer pointer, JsonNode value) {
        ((ObjectNode) tree.at(pointer.head())).set(pointer.last().getMatchingProperty(), value);
    }

    private static void remove(ObjectNode tree, JsonPointer pointer) {
        ((ObjectNode) tree.at(pointer.head())).remove(pointer.last().getMatchingProperty());
    }
}
