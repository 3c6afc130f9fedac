package ui;

import access.Accounts;
import access.Accounts.Member;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The account's members by id, under the name that people know them by. */
@Component
class People {
    private final Accounts accounts;

    People(Accounts accounts) {
        this.accounts = accounts;
    }

    Map<UUID, String> names() {
        return accounts.members().stream().collect(Collectors.toMap(Member::userId, People::name));
    }

    private static String name(Member member) {
        return member.displayName().isBlank() ? member.email() : member.displayName();
    }
}
