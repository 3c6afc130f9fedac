package paging;

import java.util.List;
import java.util.function.Function;

/** One page of a list. @param nextCursor null on the last page; @param total of the whole list, as filtered */
public record Page<T>(List<T> items, String nextCursor, long total) {

    /**
     * @param fetched up to one more than the limit, so that the last page is known without another query
     * @param keyOf   the sort key and the id of an item, where the next page begins
     */
    public static <T> Page<T> of(List<T> fetched, PageRequest request, long total, Function<T, Cursor> keyOf) {
        if (fetched.size() <= request.limit()) return new Page<>(fetched, null, total);
        List<T> items = fetched.subList(0, request.limit());
        return new Page<>(items, keyOf.apply(items.get(items.size() - 1)).encoded(), total);
    }

    public <R> Page<R> map(Function<T, R> mapping) {
        return new Page<>(items.stream().map(mapping).toList(), nextCursor, total);
    }
}
