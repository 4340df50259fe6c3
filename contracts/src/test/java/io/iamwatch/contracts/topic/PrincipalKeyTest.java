package io.iamwatch.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrincipalKeyTest {

    @ParameterizedTest
    @CsvSource({"123456789012, user, Bob, 123456789012/user:bob", "1, role, A+B=c@d.e-f, 1/role:a+b=c@d.e-f",
            "1, group, x/y, 1/group:x/y"})
    void isAccountKindAndLowerCasedName(String account, String kind, String name, String key) {
        assertThat(new PrincipalKey(account, kind, name)).hasToString(key);
        assertThat(AccountPartitioner.accountOf(key)).isEqualTo(account);
    }

    /** In Turkish the lower case of I is not i. */
    @Test
    void doesNotDependOnTheMachinesLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("tr"));
            assertThat(new PrincipalKey("1", "user", "ADMIN")).hasToString("1/user:admin");
        } finally {
            Locale.setDefault(before);
        }
    }
}
