package io.iamwatch.deploy.endtoend;

import java.io.IOException;

/** Ends a process with the test that started it: where that was killed, nobody else would. */
public final class EndWithTheTest {

    private EndWithTheTest() {
    }

    /** Standard input is a pipe from the test. */
    public static void watch() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                var unused = System.in.readAllBytes();
            } catch (IOException broken) {
                System.err.println(broken);
            }
            Runtime.getRuntime().halt(1);
        });
    }
}
