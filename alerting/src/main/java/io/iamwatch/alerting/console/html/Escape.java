package io.iamwatch.alerting.console.html;

/** How text becomes HTML. */
final class Escape {

    private static final char REPLACEMENT = '\uFFFD';

    private Escape() {
    }

    /** Appends text for a place between tags: what has no shape or reorders its neighbours is replaced. */
    static void text(String text, StringBuilder out) {
        text.codePoints().forEach(codePoint -> escape(isInvisible(codePoint) ? REPLACEMENT : codePoint, out));
    }

    /** Appends the value of an attribute, as it is but for what no document may hold. */
    static void value(String value, StringBuilder out) {
        value.codePoints().forEach(codePoint -> escape(isForbidden(codePoint) ? REPLACEMENT : codePoint, out));
    }

    private static void escape(int codePoint, StringBuilder out) {
        switch (codePoint) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            case '`' -> out.append("&#96;");
            default -> out.appendCodePoint(codePoint);
        }
    }

    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> isForbidden(codePoint);
        };
    }

    private static boolean isForbidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> codePoint != '\n' && codePoint != '\t';
            case Character.SURROGATE, Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
