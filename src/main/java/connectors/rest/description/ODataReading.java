package connectors.rest.description;

import connectors.rest.description.ODataModel.Association;
import connectors.rest.description.ODataModel.EntitySet;
import connectors.rest.description.ODataModel.Navigation;
import connectors.rest.description.ODataModel.Property;
import connectors.rest.description.ODataModel.Structure;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads {@code $metadata} in the CSDL of OData 2, 3 and 4, whatever its namespaces are called. No DTD, no entities, no other
 * documents.
 */
final class ODataReading {
    private static final XMLInputFactory XML = factory();
    private static final List<String> FACETS = List.of("MaxLength", "Precision", "Scale", "DefaultValue");

    private final ODataModel model = new ODataModel();
    private final Bounds.Budget nodes = new Bounds.Budget(Bounds.NODES, "more than " + Bounds.NODES + " elements");
    private String namespace = "";
    private String container = "";
    private Structure structure;
    private Navigation navigation;
    private String definition;
    private List<String> members = new ArrayList<>();
    private Association association;
    private boolean inDependent;
    private boolean inPrincipal;

    /** The runtime's own parser by name: what else is on the class path must not decide. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty("http://www.oracle.com/xml/jaxp/properties/elementAttributeLimit", "1000");
        factory.setProperty("http://www.oracle.com/xml/jaxp/properties/maxXMLNameLimit", "1000");
        factory.setXMLResolver((publicId, systemId, base, name) -> {
            throw new XMLStreamException("no other documents");
        });
        return factory;
    }

    static ODataModel of(byte[] text) {
        try {
            return new ODataReading().read(text);
        } catch (XMLStreamException wrong) {
            throw Documents.unreadable("OData metadata");
        }
    }

    private ODataModel read(byte[] text) throws XMLStreamException {
        XMLStreamReader xml = XML.createXMLStreamReader(new ByteArrayInputStream(text));
        int depth = 0;
        boolean began = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) throw new XMLStreamException("a DTD");
            if (event == XMLStreamConstants.END_ELEMENT) depth--;
            if (event == XMLStreamConstants.END_ELEMENT) end(xml.getLocalName());
            if (event != XMLStreamConstants.START_ELEMENT) continue;
            nodes.take(1L + xml.getAttributeCount());
            if (++depth > Bounds.DEPTH) throw Bounds.tooMuch("more than " + Bounds.DEPTH + " levels");
            if (!began && !xml.getLocalName().equals("Edmx")) throw new XMLStreamException("another document");
            began = true;
            start(xml.getLocalName(), attributes(xml));
        }
        return model;
    }

    private static Map<String, String> attributes(XMLStreamReader xml) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            attributes.put(xml.getAttributeLocalName(i), Bounds.cut(xml.getAttributeValue(i), Bounds.NAME));
        }
        return attributes;
    }

    private void start(String element, Map<String, String> its) {
        String name = its.getOrDefault("Name", "");
        switch (element) {
            case "Edmx" -> model.version = its.getOrDefault("Version", "4.0");
            case "DataServices" -> model.version = its.getOrDefault("DataServiceVersion", model.version);
            case "Reference" -> model.refersElsewhere = true;
            case "Schema" -> schema(its);
            case "EntityType", "ComplexType" -> structure = new Structure(namespace + "." + name, its.get("BaseType"),
                    element.equals("EntityType"),
                    "true".equals(its.get("OpenType")), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            case "EnumType" -> begin(name);
            case "Member" -> members.add(name);
            case "TypeDefinition" -> model.definitions.put(namespace + "." + name, its.get("UnderlyingType"));
            case "EntityContainer" -> container = name;
            case "EntitySet", "Singleton" -> model.sets.add(new EntitySet(container, name,
                    its.getOrDefault("EntityType", its.get("Type")), element.equals("EntitySet")));
            default -> inside(element, its, name);
        }
    }

    private void begin(String name) {
        definition = namespace + "." + name;
        members = new ArrayList<>();
    }

    private void schema(Map<String, String> its) {
        namespace = its.getOrDefault("Namespace", "");
        if (its.containsKey("Alias")) model.aliases.put(its.get("Alias"), namespace);
    }

    private void inside(String element, Map<String, String> its, String name) {
        switch (element) {
            case "PropertyRef" -> reference(name);
            case "Property" -> property(its, name);
            case "NavigationProperty" -> navigation(its, name);
            case "ReferentialConstraint" -> constraint(its);
            case "Association" -> associate(name);
            case "End" -> {
                if (association != null) association.types.put(its.get("Role"), its.get("Type"));
            }
            case "Dependent" -> dependent(its);
            case "Principal" -> inPrincipal = association != null;
            default -> { }
        }
    }

    private void associate(String name) {
        association = new Association();
        model.associations.put(namespace + "." + name, association);
    }

    private void dependent(Map<String, String> its) {
        if (association == null) return;
        inDependent = true;
        association.dependent = its.get("Role");
    }

    private void reference(String name) {
        if (inDependent) association.own.add(name);
        else if (inPrincipal) association.principal.add(name);
        else if (structure != null) structure.key().add(name);
    }

    private void property(Map<String, String> its, String name) {
        if (structure == null) return;
        Map<String, String> facets = new HashMap<>(its);
        facets.keySet().retainAll(FACETS);
        structure.properties().add(new Property(name, its.getOrDefault("Type", "Edm.String"),
                !"false".equals(its.get("Nullable")), facets));
        if (structure.properties().size() > Bounds.COLUMNS) throw Bounds.tooMuch("a type of more than " + Bounds.COLUMNS
                + " properties");
    }

    private void navigation(Map<String, String> its, String name) {
        navigation = new Navigation(name, its.get("Type"), new ArrayList<>(), new ArrayList<>(), its.get("Relationship"),
                its.get("ToRole"));
        if (structure != null) structure.navigations().add(navigation);
    }

    private void constraint(Map<String, String> its) {
        if (navigation == null || !its.containsKey("Property")) return;
        navigation.properties().add(its.get("Property"));
        navigation.targets().add(its.getOrDefault("ReferencedProperty", ""));
    }

    private void end(String element) {
        switch (element) {
            case "EntityType", "ComplexType" -> {
                if (structure != null) model.structures.put(structure.name(), structure);
                structure = null;
            }
            case "EnumType" -> model.enums.put(definition, String.join(", ", members));
            case "NavigationProperty" -> navigation = null;
            case "Association" -> association = null;
            case "Dependent" -> inDependent = false;
            case "Principal" -> inPrincipal = false;
            default -> { }
        }
    }
}
