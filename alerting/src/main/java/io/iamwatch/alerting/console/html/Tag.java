package io.iamwatch.alerting.console.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An element with its attributes and content. What a strict Content-Security-Policy forbids cannot be written: no
 * style attribute, no event handler, no script but a file's, no link that leaves this server.
 */
public final class Tag implements Html {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*|linearGradient");
    private static final Pattern ATTRIBUTE = Pattern.compile("(?!on|style|srcdoc|formaction)[a-z][a-z0-9-]*|viewBox");
    private static final Pattern LOCAL = Pattern.compile("/|/[^/\\\\].*|#.*|\\?.*");
    private static final Set<String> LINKS = Set.of("href", "src", "action");
    private static final Set<String> EMPTY = Set.of("input", "meta", "link", "br", "hr", "img");
    private static final Set<String> NO_TEXT = Set.of("script", "style");

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Html> content = new ArrayList<>();

    private Tag(String name) {
        this.name = name;
    }

    /**
     * Returns an element.
     *
     * @throws IllegalArgumentException if no element is called so
     */
    public static Tag of(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of an element: " + name);
        }
        return new Tag(name);
    }

    /**
     * Sets an attribute.
     *
     * @throws IllegalArgumentException if it would run code, or lead to another server
     */
    public Tag set(String attribute, String value) {
        if (!ATTRIBUTE.matcher(attribute).matches()) {
            throw new IllegalArgumentException("no attribute of a page of ours: " + attribute);
        }
        if (LINKS.contains(attribute) && !LOCAL.matcher(value).matches()) {
            throw new IllegalArgumentException("a link has to stay on this server: " + attribute + " of " + name);
        }
        attributes.put(attribute, value);
        return this;
    }

    /** Sets an attribute that is there or not, as {@code selected}. */
    public Tag set(String attribute, boolean there) {
        return there ? set(attribute, "") : this;
    }

    /** Sets the class. */
    public Tag css(String names) {
        return set("class", names);
    }

    /**
     * Adds content.
     *
     * @throws IllegalArgumentException if this element has none
     */
    public Tag add(Html... parts) {
        if (parts.length > 0 && (NO_TEXT.contains(name) || EMPTY.contains(name))) {
            throw new IllegalArgumentException("nothing can stand in " + name);
        }
        content.addAll(List.of(parts));
        return this;
    }

    /** Adds text; see {@link Html#text(String)}. */
    public Tag text(String text) {
        return add(Html.text(text));
    }

    @Override
    public void write(StringBuilder out) {
        out.append('<').append(name);
        attributes.forEach((attribute, value) -> {
            out.append(' ').append(attribute).append("=\"");
            Escape.value(value, out);
            out.append('"');
        });
        out.append('>');
        if (!EMPTY.contains(name)) {
            content.forEach(part -> part.write(out));
            out.append("</").append(name).append('>');
        }
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }
}
