package connectors.files.places;

import problems.FailureKind;
import problems.Problem;

/** What can be wrong between us and an SSH server. */
final class SftpProblems {
    private SftpProblems() { }

    static Problem unreadableKey() {
        return Problem.of(FailureKind.CONFIG, "private_key", "The private key cannot be read.")
                .fix("Paste the whole key as OpenSSH or in PEM form, from BEGIN to END.").at("/authentication/private_key");
    }

    static Problem locked(boolean missing) {
        String message = missing ? "The private key is encrypted, and there is no passphrase."
                : "The passphrase does not open the private key.";
        return Problem.of(FailureKind.CONFIG, "passphrase", message).fix("Enter the passphrase of the key.")
                .at("/authentication/passphrase");
    }

    static Problem notApproved(HostKey key) {
        String shown = "the key " + key.shown() + " (" + key.algorithm() + ")";
        return (key.hasApproval() ? changed(shown) : unknown(shown)).at("/host_key");
    }

    private static Problem changed(String shown) {
        return Problem.of(FailureKind.TLS, "host_key_changed",
                        "The server does not have the approved key: it shows " + shown + ".")
                .fix("Somebody may be between Serai and the server. Only if its operator confirms the new key, enter its "
                        + "fingerprint.");
    }

    private static Problem unknown(String shown) {
        return Problem.of(FailureKind.CONFIG, "host_key_unknown",
                        "The server shows " + shown + ", which nobody has approved yet.")
                .fix("Compare it with what 'ssh-keygen -lf' prints on the server, and enter it as the server's key if it is "
                        + "the same.");
    }

    static Problem oldAlgorithms() {
        return Problem.of(FailureKind.UNSUPPORTED, "algorithms",
                        "The server offers only algorithms of SSH that are not safe any more.")
                .fix("Have newer ones switched on at the server: Ed25519, ECDSA or RSA keys with SHA-2, and AES.");
    }

    static Problem refused(boolean byKey) {
        if (byKey) {
            return Problem.of(FailureKind.AUTH, "refused", "The server does not accept the private key for this user.")
                    .fix("Check the user name, and that the key's public half is among the user's authorized keys.")
                    .at("/authentication/private_key");
        }
        return Problem.of(FailureKind.AUTH, "refused", "The server does not accept the user name and the password.")
                .fix("Check both; the server may also accept keys only.").at("/authentication/password");
    }

    static Problem noSftp() {
        return Problem.of(FailureKind.UNSUPPORTED, "no_sftp", "The server accepted the sign-in, but does not offer SFTP.")
                .fix("Have the subsystem sftp switched on for this user.");
    }

    static Problem notSsh(String host, int port) {
        return Problem.of(FailureKind.CONFIG, "not_ssh",
                        "What answers at " + host + ":" + port + " does not speak SSH, or ended the conversation.")
                .fix("Check server and port; SFTP commonly has port 22.").at("/port");
    }
}
