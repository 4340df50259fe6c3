package io.iamwatch.deploy.status;

import java.util.List;
import java.util.Optional;

/** Whether a service works. Asked by any thread, and answered within seconds. */
public interface Health {

    /** Returns why the process is done for and should be started anew; empty while it is not. */
    Optional<String> failed();

    /** Returns what does not work, in words; empty when everything does. Holds nothing of records, and no secrets. */
    List<String> notReady();
}
