package io.iamwatch.detector.state;

import io.iamwatch.detector.detection.Node;
import java.util.List;

/**
 * A node as it stands in the store.
 *
 * @param factBytes its facts as they are written there, in the order of its facts: of a thousand facts one is new
 * @param rest all that is written behind its facts
 */
record Remembered(Node node, List<byte[]> factBytes, byte[] rest) {

    static final Remembered NOTHING = new Remembered(Node.EMPTY, List.of(), new byte[0]);
}
