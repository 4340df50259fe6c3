package io.iamwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RunbookPageTest {

    private static final Path PAGE = Path.of("prometheus", "assets", "runbook.html");

    /** With {@code -Drunbook.write} it writes the page instead of comparing it. */
    @Test
    void thePageIsTheRunbook() throws IOException {
        String page = RunbookPage.of(Files.readString(Path.of("runbook.md")));
        if (System.getProperty("runbook.write") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("out of date: mvn -pl contracts,ingest,detector,alerting,deploy test "
                + "-Dtest=RunbookPageTest -Dsurefire.failIfNoSpecifiedTests=false -Drunbook.write").hasContent(page);
        assertThat(page).as("all of its Markdown is understood").doesNotContain("**", "](", "`");
    }

    @Test
    void whatLooksLikeMarkupIsText() {
        assertThat(RunbookPage.of("# A B\n\n**Means** `<a>` & *more* [there](#a-b), [file](x.yml), `a*b*c`\n**Do** it"))
                .contains("<h1 id=\"a-b\">A B</h1>\n<p><b>Means</b> <code>&lt;a&gt;</code> &amp; <i>more</i> "
                        + "<a href=\"#a-b\">there</a>, file, <code>a&#42;b&#42;c</code><br>\n<b>Do</b> it</p>\n");
    }
}
