package io.iamwatch.detector.suggest;

import io.iamwatch.detector.rules.AllowEntry;
import java.util.List;

/**
 * An entry that somebody may want to take over.
 *
 * @param entry the entry
 * @param incidents those whose alerts it would have covered
 * @param alerts a line for each of them, in words; hostile text
 */
public record Proposal(AllowEntry entry, List<String> incidents, List<String> alerts) {
}
