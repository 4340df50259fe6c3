package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.html.Tag;
import java.util.Map;

/** Pieces of forms. */
final class Forms {

    private Forms() {
    }

    static Tag csrf(Reader reader) {
        return hidden("csrf", reader.csrf());
    }

    static Tag hidden(String name, String value) {
        return Tag.of("input").set("type", "hidden").set("name", name).set("value", value);
    }

    /** A field with its label around it. */
    static Tag labelled(String label, Tag field) {
        return Tag.of("label").add(Tag.of("span").text(label), field);
    }

    static Tag text(String name, String value) {
        return Tag.of("input").set("type", "text").set("name", name).set("value", value).set("autocomplete", "off");
    }

    static Tag area(String name, int limit, boolean required) {
        return Tag.of("textarea").set("name", name).set("rows", "2").set("maxlength", Integer.toString(limit))
                .set("required", required);
    }

    /**
     * A choice.
     *
     * @param options captions by value, in order
     */
    static Tag choice(String name, String chosen, Map<String, String> options) {
        Tag select = Tag.of("select").set("name", name);
        options.forEach((value, caption) -> select
                .add(Tag.of("option").set("value", value).set("selected", value.equals(chosen)).text(caption)));
        return select;
    }

    static Tag submit(String text) {
        return Tag.of("button").set("type", "submit").text(text);
    }
}
