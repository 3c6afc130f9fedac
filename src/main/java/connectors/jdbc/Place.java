package connectors.jdbc;

import egress.HostName;
import problems.FailureKind;
import problems.Problem;
import problems.ProblemException;
import types.ConnectionType;
import types.ConnectionType.Endpoint;

/**
 * Where a connection leads.
 *
 * @param host  in lower case, checked against the grammar of hosts
 * @param field pointer of the setting that names the host
 */
record Place(String host, int port, String field) {
    private static final int HIGHEST_PORT = 65_535;
    private static final int HTTPS = 443;

    /** @throws ProblemException of kind CONFIG when a setting is no host or no port */
    static Place of(ConnectionType type, JdbcSettings settings) {
        Endpoint endpoint = type.endpoint();
        if (endpoint == null) return new Place(host(settings.server(), "/server"), port(settings.port()), "/server");
        String address = new Words(settings, RootCertificate.NONE).fill(endpoint.host()).orElse("");
        String authority = address.replaceFirst("^https://", "").replaceFirst("/$", "");
        int colon = authority.lastIndexOf(':');
        int port = colon < 0 ? endpoint.port() == null ? HTTPS : endpoint.port() : port(number(authority.substring(colon + 1)));
        return new Place(host(colon < 0 ? authority : authority.substring(0, colon), endpoint.field()), port, endpoint.field());
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }

    private static String host(String text, String field) {
        try {
            return new HostName(text).text();
        } catch (ProblemException wrong) {
            throw wrong.problem().at(field).asException();
        }
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }

    private static int port(int number) {
        if (number >= 1 && number <= HIGHEST_PORT) return number;
        throw Problem.of(FailureKind.CONFIG, "settings", "A port is a whole number from 1 to 65535.").at("/port").asException();
    }
}
