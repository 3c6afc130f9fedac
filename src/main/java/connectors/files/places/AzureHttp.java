package connectors.files.places;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the Azure SDK sends its requests through: our guarded client. Answers are small, because files are read by ranges. */
final class AzureHttp implements HttpClient {
    private static final long LARGEST_ANSWER = 32L << 20;

    private final CloseableHttpClient client;

    AzureHttp(CloseableHttpClient client) {
        this.client = client;
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.fromCallable(() -> sendSync(request, Context.NONE));
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        URI address = URI.create(request.getUrl().toString());
        HttpUriRequestBase call = new HttpUriRequestBase(request.getHttpMethod().name(), address);
        for (HttpHeader header : request.getHeaders()) {
            if (!Answer.isTheClientsOwn(header.getName())) call.addHeader(header.getName(), header.getValue());
        }
        try (ClassicHttpResponse response = client.executeOpen(HttpHost.create(address), call, null);
                Answer answer = Answer.of(response, LARGEST_ANSWER)) {
            return new Whole(request, response, answer.readAllBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** An answer that is here whole. */
    private static final class Whole extends HttpResponse {
        private final int status;
        private final HttpHeaders headers = new HttpHeaders();
        private final byte[] body;

        Whole(HttpRequest request, ClassicHttpResponse response, byte[] body) {
            super(request);
            this.status = response.getCode();
            Arrays.stream(response.getHeaders())
                    .forEach(header -> headers.add(HttpHeaderName.fromString(header.getName()), header.getValue()));
            this.body = body;
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        @Deprecated
        public String getHeaderValue(String name) {
            return headers.getValue(HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.defer(() -> Flux.just(ByteBuffer.wrap(body)));
        }

        @Override
        public BinaryData getBodyAsBinaryData() {
            return BinaryData.fromBytes(body);
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(body);
        }

        @Override
        public Mono<String> getBodyAsString() {
            return getBodyAsString(StandardCharsets.UTF_8);
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just(new String(body, charset));
        }
    }
}
