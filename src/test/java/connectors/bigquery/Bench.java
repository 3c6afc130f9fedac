package connectors.bigquery;

import catalog.Discovered;
import catalog.KnownTokens;
import catalog.Selection;
import catalog.Table;
import catalog.TableSummary;
import connectors.TestReport;
import connectors.http.CatalogReader;
import connectors.http.HttpClients;
import egress.Egress;
import egress.EgressSettings;
import egress.GoogleIdentity;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.mock.env.MockEnvironment;
import secrets.Secret;
import types.ConnectionType;
import types.ConnectionTypes;

/** A stand-in of Google, and connections to it. */
final class Bench implements AutoCloseable {
    static final ConnectionType TYPE = new ConnectionTypes().get("BigQuery");
    private static final Duration SHORT = Duration.ofMillis(1);

    final GoogleStandIn google = new GoogleStandIn();
    private final List<BigQuerySource> opened = new ArrayList<>();
    private EgressSettings policy = EgressSettings.DEFAULT;
    private InstantSource clock = InstantSource.system();
    private GoogleIdentity machine = GoogleIdentity.ofMachine();

    /** What the operator may say. */
    Bench with(EgressSettings other, GoogleIdentity identity) {
        policy = other;
        machine = identity;
        return this;
    }

    /** How far the clock of Serai's machine is ahead. */
    Bench ahead(Duration by) {
        clock = InstantSource.offset(InstantSource.system(), by);
        return this;
    }

    static BigQuerySettings settings(BigQuerySettings.Advanced advanced, String location, List<String> include, List<String> exclude) {
        return new BigQuerySettings(GoogleStandIn.PROJECT, null, location, include, exclude,
                new BigQuerySettings.Authentication("service_account_key", new Secret(GoogleStandIn.key().toString())), advanced);
    }

    static BigQuerySettings settings() {
        return settings(null, null, null, null);
    }

    static BigQuerySettings.Advanced pagesOf(int size) {
        return new BigQuerySettings.Advanced(10, size, false);
    }

    BigQuerySource open(BigQuerySettings settings) {
        Egress egress = new Egress(policy);
        BigQueryConnector connector = new BigQueryConnector(new BigQueryConnector.Tools(new HttpClients(egress), egress, machine, SHORT, clock),
                new MockEnvironment().withProperty(Places.API, google.url()).withProperty(Places.TOKENS, google.url()));
        BigQuerySource source = connector.open(TYPE, settings);
        opened.add(source);
        return source;
    }

    TestReport test(BigQuerySettings settings) {
        return ((ProjectLadder) open(settings).beans().get("ladder")).test();
    }

    static CatalogReader catalog(BigQuerySource source) {
        return (CatalogReader) source.beans().get("catalog");
    }

    List<String> tables(BigQuerySettings settings, String dataset) throws IOException {
        return catalog(open(settings)).tables(Map.of("schema", dataset)).stream().map(TableSummary::name).toList();
    }

    Table table(BigQuerySettings settings, String dataset, String name) throws IOException {
        return catalog(open(settings)).table(Map.of("schema", dataset, "table", name));
    }

    List<Discovered> read(BigQuerySettings settings, Selection selection) throws IOException {
        return read(settings, selection, KnownTokens.NONE);
    }

    List<Discovered> read(BigQuerySettings settings, Selection selection, KnownTokens known) throws IOException {
        List<Discovered> found = new ArrayList<>();
        catalog(open(settings)).read(selection, known).forEachRemaining(found::add);
        return found;
    }

    @Override
    public void close() {
        opened.forEach(BigQuerySource::close);
        google.close();
    }
}
