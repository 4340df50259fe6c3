package io.iamwatch.detector.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteBatchTest {

    private final KeyValues store = KeyValues.inMemory();
    private final WriteBatch batch = new WriteBatch(store);

    @Test
    void whatIsPendingIsSeenAmongWhatIsWritten() {
        for (String key : List.of("a|1", "a|3", "a|5", "b|1")) {
            store.put(key, text("written"));
        }

        batch.put("a|2", text("new"));
        batch.put("a|3", null);
        batch.put("a|5", text("changed"));
        batch.put("a|7", text("last"));
        batch.put("b|0", text("of another prefix"));

        assertThat(entries("a|", 10)).containsExactly("a|1=written", "a|2=new", "a|5=changed", "a|7=last");
        assertThat(entries("b|", 10)).containsExactly("b|0=of another prefix", "b|1=written");
        assertThat(entries("c|", 10)).isEmpty();
    }

    @Test
    void enoughIsEnoughWhereverItStands() {
        store.put("a|1", text("written"));
        store.put("a|3", text("written"));
        batch.put("a|2", text("new"));
        batch.put("a|4", text("last"));

        for (int limit = 1; limit <= 4; limit++) {
            assertThat(entries("a|", limit)).hasSize(limit);
        }
    }

    @Test
    void whatIsDroppedIsNowhere() {
        store.put("a|1", text("written"));
        batch.put("a|1", text("changed"));
        batch.put("a|2", text("new"));

        batch.drop();
        batch.write();

        assertThat(entries("a|", 10)).containsExactly("a|1=written");
        assertThat(batch.get("a|2")).isNull();
    }

    private List<String> entries(String prefix, int limit) {
        List<String> entries = new ArrayList<>();
        batch.each(prefix, (key, value) -> {
            entries.add(key + "=" + new String(value, UTF_8));
            return entries.size() < limit;
        });
        return entries;
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }
}
