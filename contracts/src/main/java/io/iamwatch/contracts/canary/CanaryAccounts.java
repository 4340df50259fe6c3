package io.iamwatch.contracts.canary;

import io.iamwatch.contracts.topic.AccountPartitioner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The account ids that are reserved for the canary, one in each partition. They are longer than AWS's twelve
 * digits, so that no account of anybody is ever one of them.
 */
public final class CanaryAccounts {

    /** What such an id looks like, for people. */
    public static final String ALLOWED = "different ids of 13 to 20 digits: those of AWS have 12";

    private static final Pattern ID = Pattern.compile("[0-9]{13,20}");
    private static final int DIGITS_OF_AWS = 12;
    private static final long FIRST = 9_900_000_000_000L;

    private CanaryAccounts() {
    }

    /** Returns whether an id can be reserved: AWS gives no account such a one. */
    public static boolean canBeReserved(String account) {
        // Asked of every record that is replayed: most have an account of AWS.
        return account.length() > DIGITS_OF_AWS && ID.matcher(account).matches();
    }

    /**
     * Returns ids of which one falls into each partition, in the order of the partitions: always the same ones.
     *
     * @param partitions the one partition count of all topics
     */
    public static List<String> of(int partitions) {
        String[] accounts = new String[partitions];
        int missing = partitions;
        for (long id = FIRST; missing > 0; id++) {
            String account = Long.toString(id);
            int partition = AccountPartitioner.partition(account, partitions);
            if (accounts[partition] == null) {
                accounts[partition] = account;
                missing--;
            }
        }
        return List.copyOf(Arrays.asList(accounts));
    }

    /**
     * Returns what is wrong with a choice of ids, and which would be right; empty if one falls into each partition.
     *
     * @param partitions the one partition count of all topics
     */
    public static Optional<String> problem(Collection<String> accounts, int partitions) {
        TreeMap<Integer, List<String>> byPartition = new TreeMap<>();
        accounts.forEach(account -> byPartition
                .computeIfAbsent(AccountPartitioner.partition(account, partitions), any -> new ArrayList<>())
                .add(account));
        List<String> wrong = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            List<String> there = byPartition.getOrDefault(partition, List.of());
            if (there.isEmpty()) {
                wrong.add("none falls into partition " + partition);
            } else if (there.size() > 1) {
                wrong.add(String.join(" and ", there) + " fall into partition " + partition);
            }
        }
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of("topics have " + partitions + " partitions, and one account has to fall into each: "
                        + String.join("; ", wrong) + ". Right would be " + String.join(",", of(partitions)));
    }
}
