package metadata;

import java.util.List;

/**
 * Some of an import's schemas, which one worker reads at a time.
 *
 * @param position     its place among the parts; {@link #PLANNING} for the attempt that divides the import
 * @param lane         of the job that reads it
 * @param schemas      null for all that are selected
 * @param fencingToken grows with each attempt. A write with an older one is refused, so that a worker that was believed dead
 *                     changes nothing
 */
record ImportPart(int position, int lane, List<String> schemas, long fencingToken) {
    static final int PLANNING = -1;

    static ImportPart planning(long fencingToken) {
        return new ImportPart(PLANNING, 0, null, fencingToken);
    }
}
