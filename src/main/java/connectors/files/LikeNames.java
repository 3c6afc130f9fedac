package connectors.files;

import catalog.CodePoints;
import connectors.files.formats.FileType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Puts the files of a folder together that are alike: same extension, and names that differ in dates and numbers only. The same
 * rule
 * names tables wherever they are listed.
 *
 * @param <T> what stands for a file
 */
final class LikeNames<T> {
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private final boolean grouping;
    private final Map<String, List<Named<T>>> alike = new HashMap<>();
    private final Map<String, List<Named<T>>> partitioned = new HashMap<>();
    private final Set<String> numbered = new HashSet<>();
    private final Map<String, List<T>> tables = new TreeMap<>(CodePoints::compare);

    private record Named<T>(String name, String extension, NamePattern pattern, T file) { }

    /** @param grouping false for one table a file */
    LikeNames(boolean grouping) {
        this.grouping = grouping;
    }

    void add(String name, FileType type, T file) {
        String stem = stem(name);
        NamePattern pattern = grouping ? NamePattern.of(stem) : null;
        if (pattern == null || pattern.isPlain(stem)) single(name, stem, file);
        else alike.computeIfAbsent(pattern.numbered() + "\0" + type.extension(), key -> new ArrayList<>())
                .add(new Named<>(name, type.extension(), pattern, file));
    }

    private void single(String name, String stem, T file) {
        tables.put(name, List.of(file));
        String anyDigits = anyDigits(stem);
        if (grouping && !anyDigits.equals(stem)) numbered.add(anyDigits);
    }

    private static String anyDigits(String stem) {
        return DIGITS.matcher(stem).replaceAll("0");
    }

    /** @param keys of the folders {@code key=value} that lead to it, in order */
    void addPartitioned(List<String> keys, FileType type, T file) {
        partitioned.computeIfAbsent(Partition.tableName(keys) + "\0" + type.extension(), key -> new ArrayList<>())
                .add(new Named<>(null, type.extension(), null, file));
    }

    /** A file's name without its format and {@code .gz}. */
    static String stem(String name) {
        String plain = name.regionMatches(true, name.length() - 3, ".gz", 0, 3) ? name.substring(0, name.length() - 3) : name;
        return plain.substring(0, plain.lastIndexOf('.'));
    }

    /** @return the files of each table, by its name in the order of code points */
    Map<String, List<T>> tables() {
        TreeMap<String, List<Named<T>>> groups = new TreeMap<>(partitioned);
        alike.values().forEach(names -> byPattern(names).forEach((pattern, group) -> {
            if (group.size() > 1 && !isChance(group.get(0))) groups.put(pattern + "\0" + group.get(0).extension, group);
            else group.forEach(one -> tables.put(one.name, List.of(one.file)));
        }));
        groups.forEach((key, group) -> tables.put(tableName(key, groups.lowerKey(key), groups.higherKey(key)),
                group.stream().map(Named::file).toList()));
        alike.clear();
        partitioned.clear();
        return tables;
    }

    /** {@code t2024} is a year, unless there is a {@code t1}: it is no part of a whole then, but a name like others. */
    private boolean isChance(Named<T> one) {
        return one.pattern.numbered().contains(NamePattern.YEAR_HOLDER) && numbered.contains(anyDigits(stem(one.name)));
    }

    /** {@code part-2024} is a year, unless there is a {@code part-1}. */
    private static <T> Map<String, List<Named<T>>> byPattern(List<Named<T>> names) {
        boolean numbers = names.stream().anyMatch(name -> name.pattern.dated().equals(name.pattern.numbered()));
        Map<String, List<Named<T>>> groups = new HashMap<>();
        for (Named<T> name : names) {
            String pattern = numbers ? name.pattern.numbered() : name.pattern.dated();
            groups.computeIfAbsent(pattern, key -> new ArrayList<>()).add(name);
        }
        return groups;
    }

    /** The pattern alone, or with the extension where files of several are alike. */
    private String tableName(String key, String before, String after) {
        int end = key.indexOf('\0');
        String pattern = key.substring(0, end + 1);
        boolean several = before != null && before.startsWith(pattern) || after != null && after.startsWith(pattern);
        String name = several ? key.replace('\0', '.') : key.substring(0, end);
        while (tables.containsKey(name)) name += "_";
        return name;
    }
}
