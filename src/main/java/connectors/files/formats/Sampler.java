package connectors.files.formats;

import java.io.IOException;
import java.io.InputStream;

/** Finds the columns of one format. */
interface Sampler {

    /**
     * @param in   the content, decompressed; throws {@link CapReached} where the permitted bytes end
     * @param rows how many rows to look at, at the most
     * @throws FileFailure where the content breaks its format's rules or ours
     */
    Sample sample(InputStream in, int rows) throws IOException;
}
