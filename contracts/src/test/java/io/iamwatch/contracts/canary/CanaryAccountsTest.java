package io.iamwatch.contracts.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.AccountPartitioner;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryAccountsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 12, 1000})
    void oneFallsIntoEachPartition(int partitions) {
        List<String> accounts = CanaryAccounts.of(partitions);
        assertThat(accounts).hasSize(partitions).allMatch(CanaryAccounts::canBeReserved);
        for (int partition = 0; partition < partitions; partition++) {
            assertThat(AccountPartitioner.partition(accounts.get(partition), partitions)).isEqualTo(partition);
        }
        assertThat(CanaryAccounts.problem(accounts, partitions)).isEmpty();
    }

    /** Who configured them must not have to configure them anew. */
    @Test
    void theyStayTheSame() {
        assertThat(CanaryAccounts.of(2)).containsExactly("9900000000003", "9900000000000");
    }

    @Test
    void whatIsWrongIsNamedWithWhatWouldBeRight() {
        List<String> accounts = CanaryAccounts.of(3);
        assertThat(CanaryAccounts.problem(List.of(accounts.get(1)), 3)).hasValue("topics have 3 partitions, and one "
                + "account has to fall into each: none falls into partition 0; none falls into partition 2. Right "
                + "would be " + String.join(",", accounts));
        assertThat(CanaryAccounts.problem(CanaryAccounts.of(4), 1)).hasValueSatisfying(
                problem -> assertThat(problem).contains(" and ").contains(" fall into partition 0. Right would be "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"111122223333", "1", "", "99000000000001a", "990000000000000000001"})
    void noIdThatAnAccountMayHaveCanBeReserved(String account) {
        assertThat(CanaryAccounts.canBeReserved(account)).isFalse();
    }
}
