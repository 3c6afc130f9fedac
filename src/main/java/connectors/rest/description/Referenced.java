package connectors.rest.description;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The types that resources point to, and that these point to, as far as none of them gives them already. */
final class Referenced {
    private Referenced() { }

    /** @param type makes the resource of a type */
    static List<Resource> by(List<Resource> resources, Function<String, Resource> type) {
        Set<String> seen = new HashSet<>();
        resources.forEach(resource -> seen.add(resource.of()));
        Deque<Resource> open = new ArrayDeque<>(resources);
        List<Resource> found = new ArrayList<>();
        while (!open.isEmpty()) {
            for (String target : targets(open.pop())) {
                if (!seen.add(target)) continue;
                Resource one = type.apply(target);
                found.add(one);
                open.add(one);
            }
            if (found.size() > Bounds.TABLES) throw Bounds.tooMuch("more than " + Bounds.TABLES + " types");
        }
        return found;
    }

    private static Set<String> targets(Resource resource) {
        return Typed.union(resource.fields().stream().map(Field::type).toList());
    }
}
