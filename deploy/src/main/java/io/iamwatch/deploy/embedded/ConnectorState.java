package io.iamwatch.deploy.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo.AbstractState;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo.TaskState;

/**
 * What this worker has said about a connector and its tasks. Statuses outlive the process that wrote them, so what
 * an earlier worker said is not counted.
 *
 * @param connector state of the connector itself, if known
 * @param tasksKnown states of the tasks that have said something
 * @param tasks how many tasks the connector asked for
 */
record ConnectorState(List<AbstractState> connector, List<AbstractState> tasksKnown, int tasks) {

    static ConnectorState read(Herder herder, String workerId, String name) {
        try {
            ConnectorStateInfo status = herder.connectorStatus(name);
            List<AbstractState> tasks = new ArrayList<>(status.tasks());
            tasks.removeIf(task -> !workerId.equals(task.workerId()));
            List<AbstractState> connector = Stream.<AbstractState>of(status.connector())
                    .filter(state -> workerId.equals(state.workerId())).toList();
            ConnectorInfo configured = herder.connectorInfo(name);
            return new ConnectorState(connector, tasks, configured == null ? 0 : configured.tasks().size());
        } catch (NotFoundException e) {
            return new ConnectorState(List.of(), List.of(), 0);
        }
    }

    /** Returns whether the connector and all of its tasks, one at least, are at work. */
    boolean running() {
        return connector.size() == 1 && tasks > 0 && tasksKnown.size() == tasks
                && states().allMatch(state -> state.state().equals("RUNNING"));
    }

    /** Returns whether it was told to stop and has, with all of its tasks. */
    boolean stopped() {
        return tasks == 0 && connector.size() == 1 && connector.getFirst().state().equals("STOPPED");
    }

    /** Returns whether somebody paused or stopped it. */
    boolean restsByOrder() {
        return states().map(AbstractState::state).anyMatch(state -> state.equals("PAUSED") || state.equals("STOPPED"));
    }

    /** Returns whether nothing is said of it, as of one that was never started or is gone altogether. */
    boolean unknown() {
        return connector.isEmpty() && tasksKnown.isEmpty() && tasks == 0;
    }

    /** Returns the stack trace of the first part that has failed. */
    Optional<String> failure() {
        return states().filter(ConnectorState::hasFailed).map(AbstractState::trace).findFirst();
    }

    @Override
    public String toString() {
        return "connector " + connector.stream().map(AbstractState::state).toList() + ", " + tasks + " tasks "
                + tasksKnown.stream().map(AbstractState::state).toList();
    }

    boolean connectorFailed() {
        return connector.stream().anyMatch(ConnectorState::hasFailed);
    }

    List<Integer> failedTasks() {
        return tasksKnown.stream().filter(ConnectorState::hasFailed).map(TaskState.class::cast).map(TaskState::id)
                .toList();
    }

    private static boolean hasFailed(AbstractState state) {
        return state.state().equals("FAILED");
    }

    private Stream<AbstractState> states() {
        return Stream.concat(connector.stream(), tasksKnown.stream());
    }
}
