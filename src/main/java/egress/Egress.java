package egress;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import problems.FailureKind;
import problems.Problem;

/**
 * Where Serai may connect to. Every outgoing connection asks here twice: a test asks by name to say early and kindly what
 * is wrong, and {@link GuardedSocket} asks again with the very address it connects to, so that a name which changes its
 * address in between gains nothing.
 */
@Component
public class Egress {
    /** The same for all classes of address, so that nobody can map our network by asking. */
    static final Problem REFUSED = Problem.of(FailureKind.POLICY, "egress",
                    "This address is not allowed by the connection policy of this installation.")
            .fix("Ask the operator of this installation to allow the address, or use another one.").at("/server");

    private static final Problem UNENCRYPTED = Problem.of(FailureKind.POLICY, "plain_http",
                    "This address may only be called with encryption, because it lies in a public network.")
            .fix("Enter it with https://. If it has no encryption, ask the operator of this installation to permit that.")
            .at("/server");

    private static final Set<String> METADATA_NAMES = Set.of("metadata", "metadata.google.internal", "metadata.goog",
            "metadata.azure.com", "metadata.azure.internal", "instance-data", "instance-data.ec2.internal");

    private final EgressSettings settings;
    private final List<Rule> allow;
    private final List<Rule> deny;
    private final Set<Integer> protectedPorts = ConcurrentHashMap.newKeySet();
    private final Set<Rule> exceptions = ConcurrentHashMap.newKeySet();

    @Autowired
    public Egress(Environment environment) {
        this(Binder.get(environment).bind("serai.egress", EgressSettings.class).orElse(EgressSettings.DEFAULT));
    }

    public Egress(EgressSettings settings) {
        this.settings = settings;
        this.allow = rules("allow", settings.allow());
        this.deny = rules("deny", settings.deny());
        GuardedSocketFactory.use(this);
    }

    /** Refuses this machine at a port of our own: what Serai listens on, and the database that holds its data. */
    public void protect(int port) {
        protectedPorts.add(port);
    }

    /** Makes one exception that wins over {@link #protect} and the mode, for the sample database. */
    public void permit(String host, int port) {
        exceptions.add(new Rule.Host(new HostName(host).text(), port));
    }

    /**
     * All addresses of a host, IPv4 and IPv6. May take as long as the name server does.
     *
     * @throws problems.ProblemException of kind CONFIG when the text is no host
     * @throws UnknownHostException      when the name has no address
     */
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(new HostName(host).text()));
    }

    /**
     * Demands that every address of the host is allowed.
     *
     * @throws problems.ProblemException of kind POLICY, with one text for all reasons
     */
    public void demand(String host, List<InetAddress> addresses, int port) {
        boolean allowed = !addresses.isEmpty() && addresses.stream().allMatch(address -> allows(host, address, port));
        if (!allowed) throw REFUSED.asException();
    }

    /**
     * Demands of a host that is to be called without encryption that all its addresses are private ones, unless the operator
     * permits more.
     *
     * @throws problems.ProblemException of kind POLICY
     */
    public void demandPlain(String host, List<InetAddress> addresses, int port) {
        boolean permitted = settings.plainHttp() || addresses.stream().allMatch(address -> mayBePlain(host, address, port));
        if (!permitted) throw UNENCRYPTED.asException();
    }

    private boolean mayBePlain(String host, InetAddress address, int port) {
        return AddressClass.of(address.getAddress()) != AddressClass.PUBLIC || anyMatches(allow, host, address, port)
                || anyMatches(exceptions, host, address, port);
    }

    /** Whether the operator allows this very host by name, so that even a type that knows its vendor's hosts may lead there. */
    public boolean names(String host, int port) {
        return allow.stream().anyMatch(rule -> rule instanceof Rule.Host && rule.matches(host, null, port));
    }

    /** Whether connections may sign in as the machine that Serai runs on, for which its metadata service is asked. */
    public boolean managedIdentity() {
        return settings.managedIdentity();
    }

    boolean allows(String host, InetAddress address, int port) {
        AddressClass found = AddressClass.of(address.getAddress());
        if (found == AddressClass.FORBIDDEN || METADATA_NAMES.contains(host.toLowerCase(java.util.Locale.ROOT))) return false;
        if (anyMatches(deny, host, address, port)) return false;
        if (anyMatches(exceptions, host, address, port)) return true;
        if (protectedPorts.contains(port) && isThisMachine(address, found)) return false;
        return anyMatches(allow, host, address, port) || modeAllows(found);
    }

    private boolean modeAllows(AddressClass found) {
        return switch (settings.mode()) {
            case OPEN -> true;
            case PRIVATE_OK -> found != AddressClass.LOOPBACK || settings.loopbackAllowed();
            case STRICT -> found == AddressClass.PUBLIC;
        };
    }

    private static boolean isThisMachine(InetAddress address, AddressClass found) {
        if (found == AddressClass.LOOPBACK) return true;
        try {
            for (byte[] form : AddressClass.forms(address.getAddress())) {
                if (NetworkInterface.getByInetAddress(InetAddress.getByAddress(form)) != null) return true;
            }
            return false;
        } catch (SocketException | UnknownHostException unknown) {
            return true;   // when the machine does not say, the port stays closed
        }
    }

    private static boolean anyMatches(Iterable<Rule> rules, String host, InetAddress address, int port) {
        for (Rule rule : rules) {
            if (rule.matches(host, address, port)) return true;
        }
        return false;
    }

    private static List<Rule> rules(String list, List<String> texts) {
        return texts.stream().map(text -> rule(list, text)).toList();
    }

    private static Rule rule(String list, String text) {
        try {
            return Rule.parse(text);
        } catch (RuntimeException wrong) {
            throw new IllegalStateException("serai.egress." + list + " has the entry '" + text
                    + "', which is neither an address block such as 10.0.0.0/8 nor a host or host:port.", wrong);
        }
    }
}
