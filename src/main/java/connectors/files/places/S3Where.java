package connectors.files.places;

import connectors.http.HttpBase;

/**
 * Where requests to S3 go.
 *
 * @param endpoint without the bucket
 * @param host     with it, where it is part of the host's name
 */
record S3Where(HttpBase endpoint, HttpBase host, boolean pathStyle, String field) {
    /** Names that may be a label of a host; a dot in it would not fit the certificate. */
    private static final String LABEL = "[a-z0-9][a-z0-9-]{1,61}[a-z0-9]";

    static S3Where of(PlaceSettings settings) {
        boolean own = settings.endpoint() != null && !settings.endpoint().isBlank();
        String field = own ? "/endpoint" : "/region";
        HttpBase endpoint = HttpBase.of(own ? settings.endpoint() : amazon(settings.region()), field);
        boolean pathStyle = settings.pathStyle() || !settings.bucket().matches(LABEL) || isAddress(endpoint.host());
        HttpBase host = pathStyle ? endpoint
                : new HttpBase(endpoint.encrypted(), settings.bucket() + "." + endpoint.host(), endpoint.port(), endpoint.path());
        return new S3Where(endpoint, host, pathStyle, field);
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }

    /** <a href="https://docs.aws.amazon.com/general/latest/gr/s3.html">Endpoints of Amazon S3</a>. */
    private static String amazon(String region) {
        return "https://s3." + region + (region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
    }
}
