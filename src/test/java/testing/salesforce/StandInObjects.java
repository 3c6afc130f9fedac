package testing.salesforce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The objects of an organization, in the shape of the REST API Developer Guide's "Describe Global" and "sObject Describe": a few
 * standard ones, as many custom ones as wanted, and what Salesforce keeps beside them.
 */
public final class StandInObjects {
    private static final Instant INSTALLED = Instant.parse("2026-09-01T10:00:00Z");

    private final Map<String, ObjectNode> described = new ConcurrentSkipListMap<>();
    private final Map<String, Instant> modified = new ConcurrentHashMap<>();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();

    StandInObjects() {
        add("Account", "Account").put("keyPrefix", "001");
        reference("Account", "ParentId", "Account");
        reference("Account", "OwnerId", "User");
        field("Account", "Industry", "picklist", 255).withArray("picklistValues").add(value("Banking", true)).add(value("Energy", true))
                .add(value("Fax", false));
        field("Account", "AnnualRevenue", "currency", 0).put("precision", 18).put("scale", 0);
        field("Account", "BillingAddress", "address", 0);
        add("Contact", "Contact");
        reference("Contact", "AccountId", "Account");
        reference("Contact", "ReportsToId", "Contact");
        field("Contact", "Email", "email", 80).put("inlineHelpText", "Where people are written to");
        add("Opportunity", "Opportunity");
        reference("Opportunity", "AccountId", "Account").put("cascadeDelete", true);
        field("Opportunity", "ExpectedRevenue", "currency", 0).put("precision", 18).put("scale", 2).put("calculated", true)
                .put("calculatedFormula", "Amount * Probability");
        add("User", "User");
        reference("User", "ManagerId", "User");
        field("User", "Username", "string", 80).put("unique", true).put("nillable", false);
        add("Task", "Task");
        reference("Task", "WhoId", "Contact", "Lead");
        reference("Task", "WhatId", "Account", "Opportunity", "Custom_0001__c");
        add("Lead", "Lead");
        beside("AccountHistory", "Account", "History");
        beside("AccountShare", "Account", "Share");
        beside("AccountFeed", "Account", "Feed");
        beside("AccountChangeEvent", "Account", "ChangeEvent");
        described.get("Account").withArray("childRelationships").addObject().put("childSObject", "Contact").put("field", "AccountId")
                .put("relationshipName", "Contacts").put("cascadeDelete", false);
    }

    private static ObjectNode value(String text, boolean active) {
        return JsonNodeFactory.instance.objectNode().put("value", text).put("label", text).put("active", active).put("defaultValue", false);
    }

    /** So many more, each with a dozen fields. */
    public StandInObjects generate(int count) {
        for (int i = 1; i <= count; i++) {
            String name = String.format("Custom_%04d__c", i);
            add(name, "Custom " + i).put("custom", true);
            reference(name, "Account__c", "Account");
            field(name, "Number__c", "string", 30).put("autoNumber", true);
            field(name, "Key__c", "string", 40).put("externalId", true).put("unique", true);
            for (int f = 1; f <= 6; f++) field(name, "Amount_" + f + "__c", "double", 0).put("precision", 16).put("scale", 2);
        }
        return this;
    }

    public ObjectNode add(String name, String label) {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("name", name).put("label", label).put("labelPlural", label + "s")
                .put("custom", false).put("customSetting", false).put("queryable", true).put("createable", true).put("updateable", true)
                .put("deletable", true).put("deprecatedAndHidden", false);
        object.putNull("associateEntityType");
        object.putNull("associateParentEntity");
        object.putArray("fields");
        object.putArray("childRelationships");
        object.putArray("recordTypeInfos");
        described.put(name, object);
        modified.put(name, INSTALLED);
        field(name, "Id", "id", 18).put("nillable", false).put("idLookup", true);
        field(name, "Name", "string", 255).put("nameField", true).put("nillable", false);
        return object;
    }

    private void beside(String name, String parent, String kind) {
        add(name, name).put("associateEntityType", kind).put("associateParentEntity", parent);
    }

    public ObjectNode field(String object, String name, String type, int length) {
        ArrayNode fields = (ArrayNode) described.get(object).path("fields");
        ObjectNode field = fields.addObject().put("name", name).put("label", name.replace("__c", "").replace('_', ' ')).put("type", type)
                .put("length", length).put("precision", 0).put("scale", 0).put("nillable", true).put("unique", false)
                .put("externalId", false).put("autoNumber", false).put("calculated", false).put("nameField", false);
        for (String absent : new String[] {"calculatedFormula", "defaultValue", "defaultValueFormula", "inlineHelpText", "relationshipName"}) field.putNull(absent);
        field.putArray("picklistValues");
        field.putArray("referenceTo");
        return field;
    }

    public ObjectNode reference(String object, String name, String... targets) {
        ObjectNode field = field(object, name, "reference", 18).put("relationshipName", name.replace("Id", "").replace("__c", "__r"));
        for (String target : targets) field.withArray("referenceTo").add(target);
        return field;
    }

    /** What the security of the organization keeps from the user is not there, and nothing says so. */
    public void hideField(String object, String field) {
        hidden.add(object + "." + field);
        touch(object);
    }

    /** Listed, and not described. */
    public void forbid(String object) {
        forbidden.add(object);
    }

    public void remove(String object) {
        described.remove(object);
    }

    /** As if an administrator had changed it. */
    public void touch(String object) {
        modified.merge(object, Instant.now(), (before, now) -> now);
    }

    Set<String> names() {
        return new LinkedHashSet<>(described.keySet());
    }

    boolean isForbidden(String object) {
        return forbidden.contains(object);
    }

    /** @return null for none */
    ObjectNode describe(String name) {
        ObjectNode object = described.get(name);
        if (object == null) return null;
        ObjectNode seen = object.deepCopy();
        ArrayNode fields = seen.putArray("fields");
        object.path("fields").forEach(field -> {
            if (!hidden.contains(name + "." + field.path("name").asText())) fields.add(field);
        });
        return seen;
    }

    ObjectNode global(String version) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("encoding", "UTF-8").put("maxBatchSize", 200);
        ArrayNode list = answer.putArray("sobjects");
        described.values().forEach(object -> {
            ObjectNode line = list.add(object.deepCopy()).path(list.size() - 1).deepCopy();
            line.remove(java.util.List.of("fields", "childRelationships", "recordTypeInfos"));
            line.putObject("urls").put("describe", "/services/data/" + version + "/sobjects/" + object.path("name").asText() + "/describe");
            list.set(list.size() - 1, line);
        });
        return answer;
    }

    Instant modified(String name) {
        return modified.get(name);
    }

    static String httpDate(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atZone(ZoneOffset.UTC));
    }
}
