package connectors.files.places;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** What the AWS SDK sends its requests through: our guarded client. It only reads, so it sends no bodies. */
final class S3Http implements SdkHttpClient {
    private static final long LARGEST_DOCUMENT = 32L << 20;

    private final CloseableHttpClient client;

    S3Http(CloseableHttpClient client) {
        this.client = client;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        HttpUriRequestBase call = call(request.httpRequest());
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return send(request.httpRequest(), call);
            }

            @Override
            public void abort() {
                call.abort();
            }
        };
    }

    private static HttpUriRequestBase call(SdkHttpRequest request) {
        HttpUriRequestBase call = new HttpUriRequestBase(request.method().name(), request.getUri());
        request.forEachHeader((name, values) -> {
            if (!Answer.isTheClientsOwn(name)) values.forEach(value -> call.addHeader(name, value));
        });
        return call;
    }

    private HttpExecuteResponse send(SdkHttpRequest request, HttpUriRequestBase call) throws IOException {
        HttpHost host = new HttpHost(request.protocol(), request.host(), request.port());
        ClassicHttpResponse response = client.executeOpen(host, call, null);
        SdkHttpFullResponse.Builder head = SdkHttpFullResponse.builder().statusCode(response.getCode())
                .statusText(response.getReasonPhrase());
        Arrays.stream(response.getHeaders()).forEach(header -> head.appendHeader(header.getName(), header.getValue()));
        // a range or an object is read as far as it is wanted; documents are taken in whole
        long most = call.containsHeader("If-Match") ? Long.MAX_VALUE : LARGEST_DOCUMENT;
        return HttpExecuteResponse.builder().response(head.build())
                .responseBody(AbortableInputStream.create(Answer.of(response, most), call::abort)).build();
    }

    @Override
    public String clientName() {
        return "Serai";
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
