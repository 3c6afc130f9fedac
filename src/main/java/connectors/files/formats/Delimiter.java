package connectors.files.formats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the delimiter of a CSV file: the one that stands equally often in most records. */
final class Delimiter {
    private static final char[] CANDIDATES = {',', ';', '\t', '|'};
    private static final int RECORDS = 100;

    private Delimiter() { }

    /** @param head the beginning of the file; @param whole whether its last record is whole */
    static char sniff(String head, boolean whole, char quote) {
        List<int[]> records = count(head, whole, quote);
        char best = CANDIDATES[0];
        double bestScore = 0;
        for (int i = 0; i < CANDIDATES.length; i++) {
            double score = score(records, i);
            if (score > bestScore) {
                best = CANDIDATES[i];
                bestScore = score;
            }
        }
        return best;
    }

    /** Agreement weighs more than number: the share of records that agree, and a little for each delimiter. */
    private static double score(List<int[]> records, int candidate) {
        Map<Integer, Integer> frequency = new HashMap<>();
        for (int[] record : records) frequency.merge(record[candidate], 1, Integer::sum);
        double best = 0;
        for (var entry : frequency.entrySet()) {
            if (entry.getKey() == 0) continue;
            double share = (double) entry.getValue() / records.size();
            best = Math.max(best, share + Math.min(entry.getKey(), 100) * 0.001);
        }
        return best;
    }

    private static List<int[]> count(String head, boolean whole, char quote) {
        Counting counting = new Counting(quote);
        String doubled = "" + quote + quote;
        for (int i = 0; i < head.length() && counting.records.size() < RECORDS; i++) {
            // a doubled quote is one character of the value
            if (counting.quoted && head.startsWith(doubled, i)) i++;
            else counting.accept(head.charAt(i));
        }
        if (whole || counting.records.isEmpty()) counting.recordEnds();
        return counting.records;
    }

    /** How often each candidate stands outside quotes, by record. */
    private static final class Counting {
        private final List<int[]> records = new ArrayList<>();
        private final char quote;
        private int[] current = new int[CANDIDATES.length];
        private boolean quoted;
        private boolean fieldStarts = true;
        private boolean blank = true;

        private Counting(char quote) {
            this.quote = quote;
        }

        void accept(char c) {
            if (quoted) quoted = c != quote;
            else if (c == '\n' || c == '\r') recordEnds();
            else inRecord(c);
        }

        private void inRecord(char c) {
            int candidate = candidate(c);
            if (candidate >= 0) current[candidate]++;
            quoted = c == quote && fieldStarts;
            fieldStarts = candidate >= 0 || c == ' ' && fieldStarts;
            blank = false;
        }

        void recordEnds() {
            if (!blank) records.add(current);
            current = new int[CANDIDATES.length];
            fieldStarts = true;
            blank = true;
        }
    }

    private static int candidate(char c) {
        for (int i = 0; i < CANDIDATES.length; i++) {
            if (CANDIDATES[i] == c) return i;
        }
        return -1;
    }
}
