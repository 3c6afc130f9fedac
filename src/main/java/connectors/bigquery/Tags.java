package connectors.bigquery;

import connectors.http.HttpAnswer;

/**
 * Source tokens: a table's entity tag, and before it which days there are where the table is cut by day. BigQuery gives a table
 * another tag with each change, of its rows too.
 */
final class Tags {
    private static final String TAG = "[!-~]{1,200}";

    private Tags() { }

    /** @return null where the answer has no tag */
    static String token(Listed listed, HttpAnswer answer) {
        String tag = answer.header("etag");
        return tag != null && tag.matches(TAG) ? days(listed) + tag : null;
    }

    /** @return the tag to show; null where nothing is known, or other days were */
    static String tag(Listed listed, String token) {
        String days = days(listed);
        if (token == null || !token.startsWith(days)) return null;
        String tag = token.substring(days.length());
        return tag.matches(TAG) ? tag : null;
    }

    private static String days(Listed listed) {
        Shards shards = listed.shards();
        return shards == null ? "" : shards.count() + " " + shards.first() + " " + shards.last() + " ";
    }
}
