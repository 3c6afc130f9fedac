package connectors.files.formats;

import catalog.CommonType;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** The narrowest type that fits every value shown to it. A number with leading zeros is a text: it is somebody's id. */
final class Scalar {
    private enum Guess { NONE, BOOLEAN, INTEGER, BIGINT, DECIMAL, DOUBLE, DATE, TIMESTAMP, TIMESTAMP_TZ, TEXT }

    private static final int LONGEST_TYPED = 64;
    private static final int SHORT_DIGITS = 9;
    private static final int DECIMAL_DIGITS = 38;
    private static final int VARCHAR_CHARACTERS = 4_000;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*+)(\\.\\d++)?+([eE][+-]?\\d{1,4}+)?+");
    private static final Pattern MOMENT = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d([.,]\\d{1,9})?)?(Z|[+-]\\d\\d(:?\\d\\d)?)?");

    private Guess guess = Guess.NONE;
    private int wholeDigits;
    private int fractionDigits;
    private int longest;

    /** A value that is only known as text: of CSV or XML. */
    void text(String value) {
        longest = Math.max(longest, value.length());
        if (guess == Guess.TEXT) return;
        String plain = value.strip();
        widen(plain.length() > LONGEST_TYPED ? Guess.TEXT : guessed(plain));
    }

    /** A value that its format calls a string: a date can only be written so, a number would not have been. */
    void string(String value) {
        longest = Math.max(longest, value.length());
        if (guess == Guess.TEXT) return;
        widen(value.length() > LONGEST_TYPED ? Guess.TEXT : temporal(value));
    }

    /** A value that its format calls a number. */
    void number(String digits) {
        longest = Math.max(longest, digits.length());
        widen(numeric(digits));
    }

    void bool() {
        widen(Guess.BOOLEAN);
    }

    boolean seen() {
        return guess != Guess.NONE;
    }

    boolean isText() {
        return guess == Guess.TEXT;
    }

    /** The frequent forms without patterns: a file has many thousand values. */
    private Guess guessed(String value) {
        char first = value.isEmpty() ? ' ' : value.charAt(0);
        boolean digit = isDigit(first);
        if (!digit && first != '-' && "tTfF".indexOf(first) < 0) return Guess.TEXT;
        if (digit && isShortNumber(value)) return shortNumber(value);
        if (digit && isDay(value)) return temporal(value);
        return guessedByPattern(value);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Digits with at most one point among them, of which no number type loses any. */
    private static boolean isShortNumber(String value) {
        if (value.length() > SHORT_DIGITS || !isDigit(value.charAt(value.length() - 1))) return false;
        if (value.charAt(0) == '0' && value.length() > 1 && value.charAt(1) != '.') return false;
        int points = 0;
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '.') points++;
            else if (!isDigit(c)) return false;
        }
        return points <= 1;
    }

    private Guess shortNumber(String value) {
        int point = value.indexOf('.');
        wholeDigits = Math.max(wholeDigits, point < 0 ? value.length() : point);
        if (point < 0) return Guess.INTEGER;
        fractionDigits = Math.max(fractionDigits, value.length() - point - 1);
        return Guess.DECIMAL;
    }

    private static boolean isDay(String value) {
        if (value.length() != 10 || value.charAt(4) != '-' || value.charAt(7) != '-') return false;
        for (int i = 0; i < 10; i++) {
            if (i != 4 && i != 7 && !isDigit(value.charAt(i))) return false;
        }
        return true;
    }

    private Guess guessedByPattern(String value) {
        if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) return Guess.BOOLEAN;
        if (!NUMBER.matcher(value).matches()) return temporal(value);
        Guess number = numeric(value);
        // no number type keeps so many digits: this is somebody's id
        return number == Guess.DOUBLE && value.matches("-?\\d+") ? Guess.TEXT : number;
    }

    private Guess numeric(String digits) {
        if (digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0) return Guess.DOUBLE;
        int sign = digits.startsWith("-") ? 1 : 0;
        int dot = digits.indexOf('.');
        int whole = (dot < 0 ? digits.length() : dot) - sign;
        wholeDigits = Math.max(wholeDigits, whole);
        if (dot < 0) return wholeNumber(digits, whole);
        fractionDigits = Math.max(fractionDigits, digits.length() - dot - 1);
        return Guess.DECIMAL;
    }

    private static Guess wholeNumber(String digits, int count) {
        if (count > DECIMAL_DIGITS) return Guess.DOUBLE;
        int bits = new BigInteger(digits).bitLength();
        if (bits > 63) return Guess.DECIMAL;
        return bits > 31 ? Guess.BIGINT : Guess.INTEGER;
    }

    private static Guess temporal(String value) {
        try {
            if (isDay(value)) return day(value);
            if (MOMENT.matcher(value).matches()) return moment(value);
        } catch (DateTimeException noSuchDay) {
            return Guess.TEXT;
        }
        return Guess.TEXT;
    }

    private static Guess day(String value) {
        LocalDate.of(Integer.parseInt(value, 0, 4, 10), Integer.parseInt(value, 5, 7, 10), Integer.parseInt(value, 8, 10, 10));
        return Guess.DATE;
    }

    private static Guess moment(String value) {
        int zone = Math.max(value.indexOf('Z'), Math.max(value.indexOf('+', 10), value.indexOf('-', 10)));
        LocalDateTime.parse(value.substring(0, zone < 0 ? value.length() : zone).replace(' ', 'T').replace(',', '.'));
        if (zone < 0) return Guess.TIMESTAMP;
        String offset = value.substring(zone);
        if (offset.length() == 5) offset = offset.substring(0, 3) + ":" + offset.substring(3);
        OffsetDateTime.parse("2000-01-01T00:00" + (offset.length() == 3 ? offset + ":00" : offset));
        return Guess.TIMESTAMP_TZ;
    }

    private void widen(Guess other) {
        guess = widest(guess, other);
    }

    private static Guess widest(Guess a, Guess b) {
        if (a == b || b == Guess.NONE) return a;
        if (a == Guess.NONE) return b;
        if (numeric(a) && numeric(b)) return a.ordinal() > b.ordinal() ? a : b;
        boolean days = a == Guess.DATE && b == Guess.TIMESTAMP || a == Guess.TIMESTAMP && b == Guess.DATE;
        return days ? Guess.TIMESTAMP : Guess.TEXT;
    }

    private static boolean numeric(Guess guess) {
        return guess.ordinal() >= Guess.INTEGER.ordinal() && guess.ordinal() <= Guess.DOUBLE.ordinal();
    }

    CommonType type() {
        return switch (guess) {
            case NONE -> CommonType.VARCHAR;
            case TEXT -> longest > VARCHAR_CHARACTERS ? CommonType.TEXT : CommonType.VARCHAR;
            case DECIMAL -> precision() == null ? CommonType.DOUBLE : CommonType.DECIMAL;
            default -> CommonType.valueOf(guess.name());
        };
    }

    /** Without a value there is no type to speak of: {@code empty}. */
    String nativeType() {
        return switch (guess) {
            case NONE -> "empty";
            case TEXT -> "string";
            case DECIMAL -> precision() == null ? "double" : "decimal(" + precision() + "," + scale() + ")";
            default -> guess.name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    /** Of a decimal; null for all else, and where no decimal is wide enough. */
    Integer precision() {
        int digits = wholeDigits + fractionDigits;
        return guess == Guess.DECIMAL && digits <= DECIMAL_DIGITS ? (Integer) digits : null;
    }

    Integer scale() {
        return precision() == null ? null : (Integer) fractionDigits;
    }
}
