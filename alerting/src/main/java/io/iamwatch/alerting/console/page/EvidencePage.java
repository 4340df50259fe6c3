package io.iamwatch.alerting.console.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;
import io.iamwatch.alerting.console.view.RawEvidence;
import io.iamwatch.contracts.finding.FindingJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** One record behind an incident, whole. */
public final class EvidencePage {

    private static final int MOST = 256 * 1024;
    private static final ObjectWriter PRETTY = FindingJson.MAPPER.writerWithDefaultPrettyPrinter()
            .with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private EvidencePage() {
    }

    /** Returns the path of the page of a record. */
    public static String path(String uid, String position) {
        return IncidentPage.path(uid) + "/evidence?position=" + URLEncoder.encode(position, StandardCharsets.UTF_8);
    }

    /** Returns the page. */
    public static Html of(String uid, RawEvidence.Outcome.Found record, Reader reader) {
        Tag main = Tag.of("main").css("evidence").add(Tag.of("h1").text("Evidence"),
                Tag.of("p").add(Tag.of("a").set("href", IncidentPage.path(uid)).text("Back to the incident")),
                Tag.of("p").css("ids").add(Words.code(record.place().toString()), Html.text(", arrived "),
                        Words.time(record.timestamp()), record.source() == null
                                ? Html.none()
                                : Html.many(java.util.List.of(Html.text(", from "), Words.code(record.source())))),
                Tag.of("pre").set("tabindex", "0").css("record").text(text(record.json())),
                Tag.of("p").add(Tag.of("a").set("href", "/api" + path(uid, record.place().toString()))
                        .text("The record as JSON")));
        return Layout.page("Evidence", reader, main);
    }

    /** In plain ASCII: nothing in it is hidden or reordered. */
    private static String text(JsonNode json) {
        String text;
        try {
            text = PRETTY.writeValueAsString(json).replace("\u007f", "\\u007f");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can always be written", impossible);
        }
        return text.length() <= MOST
                ? text
                : text.substring(0, MOST) + "\n… " + (text.length() - MOST) + " more characters: see it as JSON";
    }
}
