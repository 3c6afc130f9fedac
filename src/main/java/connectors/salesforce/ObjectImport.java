package connectors.salesforce;

import catalog.Discovered;
import catalog.KnownTokens;
import catalog.TableName;
import connectors.http.Ahead;
import connectors.salesforce.Org.Wanted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Objects in the order of their names, 25 to a call, two calls at a time. */
final class ObjectImport implements Iterator<Discovered> {
    /** What one composite call takes. */
    static final int AT_ONCE = 25;

    private final Iterator<List<Discovered>> batches;
    private Iterator<Discovered> batch = Collections.emptyIterator();

    ObjectImport(List<Listed> objects, KnownTokens known, Describing describing, Ahead ahead) {
        this.batches = ahead.of(new Batches(objects.iterator(), known, describing));
    }

    @Override
    public boolean hasNext() {
        while (!batch.hasNext() && batches.hasNext()) batch = batches.next().iterator();
        return batch.hasNext();
    }

    @Override
    public Discovered next() {
        if (!hasNext()) throw new NoSuchElementException();
        return batch.next();
    }

    /** Tokens are asked for here, in order, and not where calls are made. What this import has stored already makes no call. */
    private record Batches(Iterator<Listed> objects, KnownTokens known, Describing describing)
            implements Iterator<Callable<List<Discovered>>> {
        @Override
        public boolean hasNext() {
            return objects.hasNext();
        }

        @Override
        public Callable<List<Discovered>> next() {
            List<Listed> all = new ArrayList<>();
            List<Wanted> wanted = new ArrayList<>();
            while (objects.hasNext() && wanted.size() < AT_ONCE) {
                Listed object = objects.next();
                all.add(object);
                if (known.seen(object.tableName())) continue;
                wanted.add(new Wanted(object, HttpDate.checked(known.of(object.tableName()))));
            }
            return () -> inOrder(all, describing.of(wanted));
        }

        private static List<Discovered> inOrder(List<Listed> all, List<Discovered> read) {
            Map<TableName, Discovered> byName = read.stream()
                    .collect(Collectors.toMap(Discovered::tableName, Function.identity()));
            return all.stream().map(Listed::tableName)
                    .map(name -> byName.getOrDefault(name, new Discovered.Unchanged(name, null))).toList();
        }
    }
}
