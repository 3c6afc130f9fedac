package testing.workday;

/** Schemas of reports, in the shape that the service gives them. */
public final class ReportText {
    /** A row with a reference, and a group that holds another one. */
    public static final String HEADCOUNT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:wd="urn:com.workday.report/Headcount" elementFormDefault="qualified"
                attributeFormDefault="qualified" targetNamespace="urn:com.workday.report/Headcount">
              <xsd:element name="Report_Data" type="wd:Report_DataType"/>
              <xsd:simpleType name="RichText"><xsd:restriction base="xsd:string"/></xsd:simpleType>
              <xsd:complexType name="Dependents_groupType"><xsd:sequence>
                <xsd:element name="Name" type="xsd:string" minOccurs="0"/>
                <xsd:element name="Coverage_group" type="wd:Coverage_groupType" minOccurs="0" maxOccurs="unbounded"/>
              </xsd:sequence></xsd:complexType>
              <xsd:complexType name="Coverage_groupType"><xsd:sequence>
                <xsd:element name="Plan" type="xsd:string" minOccurs="0"/><xsd:element name="Amount" type="xsd:decimal" minOccurs="0"/>
              </xsd:sequence></xsd:complexType>
              <xsd:complexType name="WorkerObjectIDType"><xsd:simpleContent><xsd:extension base="xsd:string">
                <xsd:attribute name="type" type="xsd:string" use="required"/></xsd:extension></xsd:simpleContent></xsd:complexType>
              <xsd:complexType name="WorkerObjectType"><xsd:sequence>
                <xsd:element name="ID" type="wd:WorkerObjectIDType" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence>
                <xsd:attribute name="Descriptor" type="xsd:string"/></xsd:complexType>
              <xsd:complexType name="Report_EntryType"><xsd:sequence>
                <xsd:element name="Worker" type="wd:WorkerObjectType" minOccurs="0"/>
                <xsd:element name="Employee_ID" type="xsd:string"/>
                <xsd:element name="FTE" type="xsd:decimal" minOccurs="0"/>
                <xsd:element name="Hire_Date" type="xsd:date" minOccurs="0"/>
                <xsd:element name="Notes" type="wd:RichText" minOccurs="0"/>
                <xsd:element name="Dependents_group" type="wd:Dependents_groupType" minOccurs="0" maxOccurs="unbounded"/>
              </xsd:sequence></xsd:complexType>
              <xsd:complexType name="Report_DataType"><xsd:sequence>
                <xsd:element name="Report_Entry" type="wd:Report_EntryType" minOccurs="0" maxOccurs="unbounded"/>
              </xsd:sequence></xsd:complexType>
            </xsd:schema>
            """;

    private ReportText() { }
}
