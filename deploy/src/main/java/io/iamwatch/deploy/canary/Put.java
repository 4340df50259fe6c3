package io.iamwatch.deploy.canary;

import io.iamwatch.contracts.canary.CanaryPair;
import java.util.List;

/** Where the canary puts its events. Used by one thread. */
interface Put extends AutoCloseable {

    /**
     * Puts pairs, and waits until they are accepted or refused.
     *
     * @return how many were refused; why has been logged
     */
    int put(List<CanaryPair> pairs);

    @Override
    void close();
}
