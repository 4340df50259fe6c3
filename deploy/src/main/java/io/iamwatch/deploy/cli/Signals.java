package io.iamwatch.deploy.cli;

/** What happens on Ctrl-C and SIGTERM. */
final class Signals {

    private Signals() {
    }

    /** Closes something when the process ends, however it was told to. */
    static void closeOnExit(AutoCloseable closeable) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                closeable.close();
            } catch (Exception failure) {
                System.err.println("did not stop cleanly: " + failure.getMessage());
            }
        }, "stop"));
    }
}
