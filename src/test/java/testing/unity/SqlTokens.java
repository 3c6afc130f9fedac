package testing.unity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The tokens of a text of SQL, by the vendor's rules for names and texts. What is no token is a syntax error. */
final class SqlTokens {
    enum Kind { WORD, NAME, TEXT, NUMBER, SYMBOL }

    record Token(Kind kind, String text) { }

    /** Spark replaces variables before it parses, wherever they stand. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?:(\\w+?):)?(\\S+?)}");

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int next;

    SqlTokens(String sql) {
        this.sql = VARIABLE.matcher(sql).replaceAll("REPLACED");
        while (skip()) tokens.add(token());
    }

    private boolean skip() {
        while (at < sql.length()) {
            if (sql.startsWith("--", at)) at = sql.indexOf('\n', at) < 0 ? sql.length() : sql.indexOf('\n', at);
            else if (Character.isWhitespace(sql.charAt(at))) at++;
            else return true;
        }
        return false;
    }

    private Token token() {
        char c = sql.charAt(at);
        if (c == '`') return new Token(Kind.NAME, name());
        if (c == '\'') return new Token(Kind.TEXT, text());
        if (Character.isDigit(c)) return new Token(Kind.NUMBER, run(Pattern.compile("[0-9]+")));
        if (Character.isLetter(c) || c == '_') return new Token(Kind.WORD, run(Pattern.compile("\\w+")));
        if ("(),.<>:=;".indexOf(c) < 0) throw SqlError.syntax(String.valueOf(c));
        at++;
        return new Token(Kind.SYMBOL, String.valueOf(c));
    }

    private String run(Pattern pattern) {
        var found = pattern.matcher(sql).region(at, sql.length());
        if (!found.lookingAt()) throw SqlError.syntax(String.valueOf(sql.charAt(at)));
        at = found.end();
        return found.group();
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        for (at++; at < sql.length(); at++) {
            if (sql.charAt(at) != '`') name.append(sql.charAt(at));
            else if (at + 1 < sql.length() && sql.charAt(at + 1) == '`') name.append(sql.charAt(at++));
            else {
                at++;
                if (name.isEmpty()) throw SqlError.syntax("``");
                return name.toString();
            }
        }
        throw SqlError.syntax("end of input");
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (at++; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c == '\'') {
                at++;
                return text.toString();
            }
            if (c != '\\') text.append(c);
            else if (++at < sql.length()) text.append(escaped(sql.charAt(at)));
        }
        throw SqlError.syntax("end of input");
    }

    /** The documentation of the type STRING. */
    private static String escaped(char c) {
        return switch (c) {
            case '0' -> "\u0000";
            case 'b' -> "\b";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'Z' -> "\u001a";
            case '%' -> "\\%";
            case '_' -> "\\_";
            default -> String.valueOf(c);
        };
    }

    boolean isEnd() {
        return next == tokens.size();
    }

    Token take() {
        if (isEnd()) throw SqlError.syntax("end of input");
        return tokens.get(next++);
    }

    boolean is(String... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (next + i >= tokens.size() || !matches(tokens.get(next + i), expected[i])) return false;
        }
        return true;
    }

    private static boolean matches(Token token, String expected) {
        boolean plain = token.kind() == Kind.WORD || token.kind() == Kind.SYMBOL;
        return plain && token.text().toUpperCase(Locale.ROOT).equals(expected);
    }

    boolean skip(String... expected) {
        if (!is(expected)) return false;
        next += expected.length;
        return true;
    }

    void expect(String... expected) {
        if (!skip(expected)) throw SqlError.syntax(isEnd() ? "end of input" : tokens.get(next).text());
    }

    /** A name, in backticks or, if it is a word, without. */
    String identifier() {
        Token token = take();
        if (token.kind() != Kind.NAME && token.kind() != Kind.WORD) throw SqlError.syntax(token.text());
        return token.text();
    }

    String literal() {
        Token token = take();
        if (token.kind() != Kind.TEXT) throw SqlError.syntax(token.text());
        return token.text();
    }

    int number() {
        Token token = take();
        if (token.kind() != Kind.NUMBER) throw SqlError.syntax(token.text());
        return Integer.parseInt(token.text());
    }
}
