package io.iamwatch.detector.rules;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.iam.Grade;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Findings that somebody has answered for: they stay, weaker. Only verified principals can be named.
 *
 * @param rules which rules' findings; never empty
 * @param accounts in which accounts; empty means all
 * @param target pattern on the target's name
 * @param maxGrade the highest grade that it covers
 * @param downgradeTo what severity is left
 * @param owner who answers for it
 * @param reason why
 * @param expires the last day, UTC and event time, on which it holds
 */
public record AllowEntry(Principal principal, Set<RuleId> rules, Set<String> accounts, String target, Grade maxGrade,
        Severity downgradeTo, String owner, String reason, LocalDate expires) {

    static final String ANY_TARGET = "*";
    static final Grade DEFAULT_MAX_GRADE = Grade.ADMIN_EQUIVALENT;
    static final Severity DEFAULT_DOWNGRADE = Severity.INFORMATIONAL;
    static final int MAX_TEXT = 500;

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern TARGET = Pattern.compile("[A-Za-z0-9_+=,.@*?-]{1,128}");

    /** Keeps copies; refuses what no file could say. */
    public AllowEntry {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(downgradeTo, "downgradeTo");
        if (rules.isEmpty() || !Words.GRADES.containsValue(maxGrade)) {
            throw new IllegalArgumentException("rules " + rules + " and maxGrade " + maxGrade + " cover nothing");
        }
        rules = Collections.unmodifiableSet(EnumSet.copyOf(rules));
        accounts = Collections.unmodifiableSet(new TreeSet<>(accounts));
        accounts.forEach(account -> refuse("account", account, flawOfAccount(account)));
        refuse("target", target, flawOfTarget(target));
        refuse("owner", owner, flawOfText(owner));
        refuse("reason", reason, flawOfText(reason));
        if (expires.getYear() < 0 || expires.getYear() > 9999) {
            throw new IllegalArgumentException("expires " + expires + " needs a year of four digits");
        }
    }

    boolean covers(RuleId rule, String account, String targetName, Grade grade, long second) {
        return rules.contains(rule) && (accounts.isEmpty() || accounts.contains(account))
                && atWorst(grade).compareTo(maxGrade) <= 0 && second < endsBefore() && coversTarget(targetName);
    }

    private boolean coversTarget(String targetName) {
        return target.equals(ANY_TARGET) || (targetName != null && Glob.matches(target, targetName));
    }

    boolean namesAll(List<Call> actors) {
        return !actors.isEmpty() && actors.stream().allMatch(principal::made);
    }

    Severity after(Grade grade, Severity severity) {
        boolean mayBeFull = atWorst(grade) == Grade.FULL_ADMIN;
        Severity left = mayBeFull && downgradeTo == Severity.INFORMATIONAL ? Severity.LOW : downgradeTo;
        return left.compareTo(severity) < 0 ? left : severity;
    }

    /** Returns who answers for it, why and until when, as the alerts say that it covers. */
    public String inAlerts() {
        return owner + ": " + reason + " (until " + expires + ")";
    }

    /** Returns the same for other rules. */
    AllowEntry ofRules(Set<RuleId> others) {
        return new AllowEntry(principal, others, accounts, target, maxGrade, downgradeTo, owner, reason, expires);
    }

    /** Returns the entry as it stands below {@code allow:} in a file. */
    public String toYaml() {
        return RulesText.of(this);
    }

    /** Returns whether a target can stand in an entry by its name: the entry covers it then, and no other name. */
    public static boolean isPlainName(String target) {
        return target != null && flawOfTarget(target).isEmpty() && target.indexOf('*') < 0 && target.indexOf('?') < 0;
    }

    boolean coversAllRules() {
        return rules.size() == RuleId.values().length;
    }

    /** A document padded until CloudTrail leaves it out must not get through where the same in the open does not. */
    private static Grade atWorst(Grade grade) {
        return grade == Grade.UNKNOWN ? Grade.FULL_ADMIN : grade;
    }

    private long endsBefore() {
        return expires.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    static Optional<String> flawOfAccount(String account) {
        return account.length() == 12 && ACCOUNT.matcher(account).matches()
                ? Optional.empty()
                : Optional.of("is no account id, twelve digits");
    }

    static Optional<String> flawOfTarget(String target) {
        return target.length() <= 128 && TARGET.matcher(target).matches()
                ? Optional.empty()
                : Optional.of("is no pattern on a name: letters, digits, _+=,.@-, * and ?, 128 characters at most");
    }

    static Optional<String> flawOfText(String text) {
        if (text.chars().allMatch(character -> character == ' ')) {
            return Optional.of("says nothing");
        }
        if (text.codePoints().anyMatch(AllowEntry::isUnspeakable)) {
            return Optional.of("holds a control character");
        }
        return text.codePointCount(0, text.length()) > MAX_TEXT
                ? Optional.of("is longer than " + MAX_TEXT + " characters")
                : Optional.empty();
    }

    private static boolean isUnspeakable(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }

    private static void refuse(String what, String value, Optional<String> flaw) {
        flaw.ifPresent(message -> {
            throw new IllegalArgumentException(what + " " + value + " " + message);
        });
    }
}
