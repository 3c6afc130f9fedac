package connectors.http;

import connectors.Reach;
import egress.Egress;
import egress.GuardedSocketFactory;
import jakarta.annotation.PreDestroy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.stereotype.Component;

/** Makes what the HTTP families call their servers with. All of it connects through {@link Egress}. */
@Component
public class HttpClients {
    /** What a server may be called at the same time by one connection; its guard allows fewer. */
    private static final int MOST_CONNECTIONS = 10;
    private static final int LONGEST_HEADER = 64 * 1024;
    private static final int MOST_HEADERS = 200;

    private final Egress egress;
    /** One for the deadlines of all calls. */
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("http-timer"));
    private final ExecutorService waiting = Executors.newCachedThreadPool(daemons("http-wait"));

    public HttpClients(Egress egress) {
        this.egress = egress;
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * How long is waited.
     *
     * @param connect  until a connection stands, encryption included
     * @param deadline until the whole answer is there
     */
    public record Patience(Duration connect, Duration deadline) { }

    /**
     * Opens nothing yet.
     *
     * @param trusted which authorities are: {@link connectors.Authorities#trusting}
     */
    public HttpCalls calls(HttpBase base, SignIn signIn, Patience patience, SSLContext trusted) {
        return new HttpCalls(base, client(base, patience, trusted), signIn, patience.deadline(), timer, Pace.ANY, Meter.NONE);
    }

    /**
     * For the libraries of vendors that sign, read and try again by themselves: over guarded sockets, following no redirect,
     * and giving content as it comes, compressed or not. Whoever asks closes it.
     */
    public CloseableHttpClient bare(HttpBase base, Patience patience, SSLContext trusted) {
        return builder(base, patience, trusted).disableContentCompression().build();
    }

    /** The rungs that lead to a server of any protocol. @param field pointer of the setting that the host comes from */
    public Reach reach(String host, int port, String field, Duration patience) {
        return new Reach(host, port, field, patience, egress, waiting);
    }

    /**
     * The rungs that lead to the server.
     *
     * @param field pointer of the setting that its address comes from
     */
    public Reach reach(HttpBase base, String field, Duration patience) {
        return reach(base.host(), base.port(), field, patience);
    }

    private CloseableHttpClient client(HttpBase base, Patience patience, SSLContext trusted) {
        return builder(base, patience, trusted).build();
    }

    private HttpClientBuilder builder(HttpBase base, Patience patience, SSLContext trusted) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections(base, patience, trusted))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout(patience.deadline()))
                        .setResponseTimeout(timeout(patience.deadline())).build())
                .setUserAgent("Serai")
                .disableRedirectHandling().disableCookieManagement().disableAuthCaching().disableAutomaticRetries();
    }

    private PoolingHttpClientConnectionManager connections(HttpBase base, Patience patience, SSLContext trusted) {
        return new GuardedConnections()
                .setDnsResolver(base.encrypted() ? SystemDefaultDnsResolver.INSTANCE : new PlainNames(egress, base.port()))
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(trusted))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(Http1Config.custom()
                        .setMaxLineLength(LONGEST_HEADER).setMaxHeaderCount(MOST_HEADERS).build()).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(patience.connect())).setSocketTimeout(timeout(patience.deadline()))
                        .setTimeToLive(TimeValue.ofMinutes(10)).build())
                .setMaxConnPerRoute(MOST_CONNECTIONS).setMaxConnTotal(MOST_CONNECTIONS)
                .build();
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }

    @PreDestroy
    public void close() {
        timer.shutdownNow();
        waiting.shutdownNow();
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Where there is no encryption, the very addresses that are about to be used must be ones that need none. */
    private static final class PlainNames extends SystemDefaultDnsResolver {
        private final Egress egress;
        private final int port;

        PlainNames(Egress egress, int port) {
            this.egress = egress;
            this.port = port;
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] addresses = super.resolve(host);
            egress.demandPlain(host, List.of(addresses), port);
            return addresses;
        }
    }

    /** The library's own way to connect, but every socket is one of ours; SOCKS proxies of the system are not for us. */
    private static final class GuardedConnections extends PoolingHttpClientConnectionManagerBuilder {
        @Override
        protected HttpClientConnectionOperator createConnectionOperator(SchemePortResolver ports, DnsResolver names,
                                                                        TlsSocketStrategy tls) {
            GuardedSocketFactory sockets = new GuardedSocketFactory();
            return new DefaultHttpClientConnectionOperator(proxy -> sockets.createSocket(), ports, names,
                    RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build());
        }
    }
}
