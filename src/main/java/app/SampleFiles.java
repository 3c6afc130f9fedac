package app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.FileEndpoint;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Puts the shipped sample files into a folder of our own. camel-file writes here and nowhere else: it follows links. */
@Component
class SampleFiles extends RouteBuilder {
    private static final String ENTRY = "direct:sample-file";
    private static final List<String> FILES = List.of("customers.csv", "products.json", "events.ndjson", "suppliers.xml");

    private final Path folder;
    private final ProducerTemplate camel;

    SampleFiles(Home home, @Lazy ProducerTemplate camel) {
        this.folder = home.privateFolder("samples").resolve("files");
        this.camel = camel;
    }

    Path folder() {
        return folder;
    }

    void copy() {
        for (String file : FILES) {
            camel.sendBodyAndHeader(ENTRY, new ClassPathResource("samples/files/" + file), Exchange.FILE_NAME, file);
        }
    }

    /** The folder is an object and not a part of the URI: an operator's path may hold what a URI would read as options. */
    @Override
    public void configure() {
        FileEndpoint endpoint = new FileEndpoint("file:samples", getContext().getComponent("file", FileComponent.class));
        endpoint.setFile(folder.toFile());
        endpoint.getConfiguration().setDirectory(folder.toString());
        from(ENTRY).routeId("sample-file").process(SampleFiles::open).to(endpoint);
    }

    private static void open(Exchange exchange) throws IOException {
        ClassPathResource file = exchange.getMessage().getBody(ClassPathResource.class);
        exchange.getMessage().setBody(file.getInputStream());
    }
}
