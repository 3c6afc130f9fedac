package connectors.bigquery;

import connectors.http.HttpBase;
import org.springframework.core.env.Environment;

/**
 * Where BigQuery and Google's token service are called. The operator may move both, to an endpoint in a private network; a
 * connection never does.
 */
record Places(HttpBase api, HttpBase tokens) {
    static final String API = "serai.bigquery.endpoint";
    static final String TOKENS = "serai.bigquery.token-endpoint";

    static Places of(Environment environment) {
        return new Places(base(environment, API, "https://bigquery.googleapis.com"),
                base(environment, TOKENS, "https://oauth2.googleapis.com"));
    }

    private static HttpBase base(Environment environment, String setting, String usual) {
        return HttpBase.of(environment.getProperty(setting, usual), null);
    }
}
