package io.iamwatch.detector.policy;

import java.util.Locale;
import java.util.Optional;

/**
 * A pattern of a policy: {@code *} stands for any text, across colons and slashes too, {@code ?} for one character.
 * Matching takes time in proportion to pattern times text at worst; nothing backtracks further.
 */
final class Glob {

    /** Noncharacters of Unicode stand for the wildcards, so that a literal star is an ordinary character. */
    static final char MANY = '\uFDD0';
    static final char ONE = '\uFDD1';

    static final Glob ANYTHING = of("*");
    /** Any text that is not empty: what a pattern must cover to cover every resource. */
    static final Glob EVERY_RESOURCE = of("?*");
    static final Glob EVERY_ACTION = of("?*:?*");

    /** Nobody names a role or user so; deny statements that spare it are taken to spare most. */
    private static final String FILLER = "zq7any";

    private final String tokens;
    private final int shortest;

    private Glob(String tokens) {
        this.tokens = tokens;
        this.shortest = (int) tokens.chars().filter(token -> token != MANY).count();
    }

    /** Returns the pattern that a policy writes so. */
    static Glob of(String text) {
        return ofTokens(harmless(text).replace('*', MANY).replace('?', ONE));
    }

    /** Returns the pattern that matches this very text. */
    static Glob literal(String text) {
        return new Glob(harmless(text));
    }

    /** Brings every run of wildcards into one form, so that equal patterns have equal tokens. */
    static Glob ofTokens(String tokens) {
        StringBuilder normal = new StringBuilder(tokens.length());
        boolean many = false;
        for (int i = 0; i < tokens.length(); i++) {
            char token = tokens.charAt(i);
            if (token == MANY) {
                many = true;
                continue;
            }
            if (many && token != ONE) {
                normal.append(MANY);
                many = false;
            }
            normal.append(token);
        }
        return new Glob(many ? normal.append(MANY).toString() : normal.toString());
    }

    /** A document may hold the very characters that stand for wildcards here. */
    static String harmless(String text) {
        return text.indexOf(MANY) < 0 && text.indexOf(ONE) < 0
                ? text
                : text.replace(MANY, '\uFFFD').replace(ONE, '\uFFFD');
    }

    Glob toLowerCase() {
        return new Glob(tokens.toLowerCase(Locale.ROOT));
    }

    String tokens() {
        return tokens;
    }

    int shortest() {
        return shortest;
    }

    boolean isLiteral() {
        return shortest == tokens.length() && tokens.indexOf(ONE) < 0;
    }

    boolean matches(String text) {
        return text.length() >= shortest && match(tokens, text);
    }

    /**
     * Returns whether every text of the other pattern is one of this. The other's wildcards can only be met by
     * wildcards: never true wrongly, and false wrongly only where a wildcard is covered piece by piece.
     */
    boolean covers(Glob other) {
        return match(tokens, other.tokens);
    }

    /** Returns whether some text is of both patterns. */
    boolean meets(Glob other) {
        if (isLiteral()) {
            return other.matches(tokens);
        }
        return other.isLiteral() ? matches(other.tokens) : meet(other).isPresent();
    }

    /** Returns a pattern of texts that both patterns have; where there are several, the least specific found first. */
    Optional<Glob> meet(Glob other) {
        if (covers(other)) {
            return Optional.of(other);
        }
        return other.covers(this) ? Optional.of(this) : GlobMeeting.of(this, other);
    }

    /** Returns a text of this pattern that nobody is likely to have named otherwise. */
    String example() {
        return tokens.replace(String.valueOf(MANY), FILLER).replace(ONE, 'q');
    }

    private static boolean match(String pattern, String text) {
        int at = 0;
        int textAt = 0;
        int lastMany = -1;
        int resume = 0;
        while (textAt < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == MANY) {
                lastMany = at++;
                resume = textAt;
            } else if (at < pattern.length() && matchesOne(pattern.charAt(at), text.charAt(textAt))) {
                at++;
                textAt++;
            } else if (lastMany >= 0) {
                at = lastMany + 1;
                textAt = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == MANY) {
            at++;
        }
        return at == pattern.length();
    }

    private static boolean matchesOne(char token, char text) {
        return token == ONE ? text != MANY : token == text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && glob.tokens.equals(tokens);
    }

    @Override
    public int hashCode() {
        return tokens.hashCode();
    }

    @Override
    public String toString() {
        return tokens.replace(MANY, '*').replace(ONE, '?');
    }
}
