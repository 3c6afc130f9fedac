package api;

import java.util.List;
import java.util.function.Function;
import paging.Cursor;
import paging.Page;
import paging.PageRequest;

/** A page of a list that is at hand whole, in the order of its names. */
final class InMemoryPage {
    private InMemoryPage() { }

    static <T> Page<T> of(List<T> all, PageRequest request, Function<T, String> name) {
        int start = 0;
        if (request.after() != null) {
            while (start < all.size() && !name.apply(all.get(start)).equals(request.afterKey())) start++;
            start = Math.min(start + 1, all.size());
        }
        List<T> fetched = all.subList(start, Math.min(start + request.fetch(), all.size()));
        return Page.of(fetched, request, all.size(), item -> new Cursor(name.apply(item), ""));
    }
}
