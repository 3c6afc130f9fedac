package egress;

import java.util.Locale;
import java.util.regex.Pattern;
import problems.FailureKind;
import problems.Problem;

/**
 * A host as a person wrote it: a DNS name, a dotted IPv4 address of four decimal numbers, or an IPv6 address in brackets.
 * Decimal, octal, hexadecimal and short forms of IPv4 are refused, because Java would resolve them.
 */
public record HostName(String text) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?");
    private static final Pattern BRACKETED = Pattern.compile("\\[(?=[^\\]]*:)[0-9A-Fa-f:.]{2,45}]");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9A-Fa-f]*");
    private static final Pattern DOTTED = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    private static final int LONGEST_LABEL = 63;

    /** @throws problems.ProblemException of kind CONFIG when the text is no host */
    public HostName {
        if (text == null || !isHost(text)) {
            throw Problem.of(FailureKind.CONFIG, "host", "The server's address is not a valid host name or IP address.")
                    .fix("Enter a host name such as db.example.com, an IPv4 address of four decimal numbers, or an IPv6 address in brackets.")
                    .at("/server").asException();
        }
        text = text.toLowerCase(Locale.ROOT);
    }

    private static boolean isHost(String text) {
        if (BRACKETED.matcher(text).matches()) return true;
        if (!NAME.matcher(text).matches()) return false;
        String[] labels = text.split("\\.", -1);
        for (String label : labels) {
            if (label.isEmpty() || label.length() > LONGEST_LABEL) return false;
        }
        return !NUMBER.matcher(labels[labels.length - 1]).matches() || DOTTED.matcher(text).matches();
    }
}
