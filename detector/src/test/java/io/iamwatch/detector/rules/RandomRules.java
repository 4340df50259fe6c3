package io.iamwatch.detector.rules;

import io.iamwatch.contracts.finding.Severity;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Rules as a file could say them, at random. */
final class RandomRules {

    private static final String TARGET = "abcXYZ019_+=,.@*?-";
    private static final String SPECIAL = " :#-[]{}\"'\\,&*!|>%@`~?\u00a0\u2028\u202e\ufeff";
    private static final String ARN = "abcXYZ019_+=,.@-/!#$%&'()\"\\;<>[]^`{|}~";

    private final Random random;

    RandomRules(Random random) {
        this.random = random;
    }

    Rules next() {
        Automation automation = new Automation(list(2, this::principal));
        Map<RuleId, Rule> rules = new EnumMap<>(RuleId.class);
        for (RuleId id : RuleId.values()) {
            RuleProfile profile = RuleProfile.of(id);
            boolean mayBeOn = id != RuleId.USER_CREATED_OUTSIDE_AUTOMATION || automation.isDeclared();
            rules.put(id, new Rule(mayBeOn && random.nextBoolean(), severity(),
                    profile.hasWindow() ? duration(0, 90) : null,
                    profile.hasThreshold() ? 1 + random.nextInt(1000) : null));
        }
        return new Rules(duration(60, 30), rules, automation, list(3, this::entry));
    }

    private AllowEntry entry() {
        Set<RuleId> rules = EnumSet.of(one(Words.RULES.values()));
        rules.addAll(random.nextInt(3) == 0 ? EnumSet.allOf(RuleId.class) : Set.of());
        Set<String> accounts = new TreeSet<>(list(3, () -> digits(12)));
        return new AllowEntry(principal(), rules, accounts, letters(TARGET, 128),
                one(Words.GRADES.values()), severity(), text(), text(),
                LocalDate.ofEpochDay(random.nextInt(100_000) - 10_000));
    }

    private Principal principal() {
        int parts = 1 + random.nextInt(7);
        return new Principal(
                (parts & 1) == 0 ? null : "arn:aws:iam::" + digits(12) + ":role/" + letters(ARN, 200) + "x",
                (parts & 2) == 0 ? null : "AROA" + letters("ABCXYZ0189", 1).repeat(17),
                (parts & 4) == 0 ? null : "s" + letters("abc-9.", 50) + ".amazonaws.com");
    }

    /** Of any characters that a person could put there, some of which YAML takes for its own. */
    private String text() {
        StringBuilder text = new StringBuilder("x");
        int length = random.nextInt(60);
        while (text.length() < length) {
            int codePoint = switch (random.nextInt(4)) {
                case 0 -> SPECIAL.charAt(random.nextInt(SPECIAL.length()));
                case 1 -> random.nextInt(0x10FFFE);
                default -> 'a' + random.nextInt(26);
            };
            String character = Character.toString(codePoint);
            text.append(AllowEntry.flawOfText("x" + character).isEmpty() ? character : "");
        }
        return text.toString();
    }

    private Severity severity() {
        return one(Words.SEVERITIES.values());
    }

    private Duration duration(int least, int days) {
        return switch (random.nextInt(3)) {
            case 0 -> Duration.ofDays(1 + random.nextInt(days));
            case 1 -> Duration.ofMinutes(1 + random.nextInt(days * 1440));
            default -> Duration.ofSeconds(least + random.nextInt(days * 86_400 - least));
        };
    }

    private String digits(int length) {
        return letters("0123456789", 1) + random.ints(length - 1, 0, 10).collect(StringBuilder::new,
                StringBuilder::append, StringBuilder::append);
    }

    private String letters(String of, int most) {
        return random.ints(1L + random.nextInt(most), 0, of.length()).collect(StringBuilder::new,
                (text, at) -> text.append(of.charAt(at)), StringBuilder::append).toString();
    }

    private <T> T one(Collection<T> values) {
        return List.copyOf(values).get(random.nextInt(values.size()));
    }

    private <T> List<T> list(int most, Supplier<T> item) {
        List<T> items = new ArrayList<>();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            items.add(item.get());
        }
        return items;
    }
}
