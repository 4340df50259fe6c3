package io.iamwatch.deploy.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Real benign traffic, over and over, as if it happened now. */
final class Background {

    private static final List<ObjectNode> RECORDED = Resources.records("background.jsonl");

    private int next;

    /** Returns the next records, dated to that second of wall-clock time and with event ids of their own. */
    List<String> next(int count, Instant now) {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ObjectNode record = RECORDED.get(next++ % RECORDED.size()).deepCopy();
            record.put("eventTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
            record.put("eventID", UUID.randomUUID().toString());
            records.add(record.toString());
        }
        return records;
    }
}
