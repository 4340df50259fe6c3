package io.iamwatch.deploy.cli;

import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.deploy.positions.ConnectApi;
import io.iamwatch.deploy.positions.ConnectorPositions;
import io.iamwatch.deploy.positions.Move;
import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.ShardId;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./iamwatch ingest positions}. */
@Command(name = "positions", mixinStandardHelpOptions = true,
        description = {"Shows where ingest stands in each shard of its streams, and moves it.",
                "Needs a worker of the Connect cluster that runs the connector; the demo's own worker has no REST API.",
                "A move is shown and not made without --yes. The connector is stopped for it and resumed afterwards.",
                "Exit code 0: shown, or moved. 1: not moved, and why. 2: wrong usage."})
final class PositionsCommand implements Callable<Integer> {

    @Option(names = "--connect", paramLabel = "URL", defaultValue = "http://localhost:8083",
            description = "The REST API of any worker of the cluster. Default: ${DEFAULT-VALUE}.")
    private URI connect;

    @Option(names = "--connector", paramLabel = "NAME", defaultValue = "kinesis",
            description = "The connector's name. Default: ${DEFAULT-VALUE}.")
    private String connector;

    @Option(names = "--set", paramLabel = "STREAM/SHARD=POSITION",
            description = "Where reading of a shard is to go on: "
                    + Move.ALLOWED
                    + ". A sequence number is that of the last record not to be read. Can be given several times.")
    private List<String> set = new ArrayList<>();

    @Option(names = "--yes", description = "Make the moves; without it they are only shown.")
    private boolean yes;

    @Option(names = "--authorization-file", paramLabel = "FILE", description = "A file with the value of the "
            + "Authorization header that the worker wants, so that it stands in no list of processes.")
    private Path authorizationFile;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final InstantSource wallClock = InstantSource.system();

    @Override
    public Integer call() {
        List<Move> moves = moves();
        ConnectorPositions positions = ConnectorPositions.of(new ConnectApi(address(), authorization()), connector);
        Map<ShardId, Position> stored = positions.read();
        if (moves.isEmpty()) {
            show(stored);
            return 0;
        }
        plan(moves, stored);
        if (!yes) {
            out().println("nothing was changed; with --yes it is done");
            return 0;
        }
        positions.move(moves, out()::println);
        show(positions.read());
        return 0;
    }

    private URI address() {
        if (connect.getHost() == null || !Set.of("http", "https").contains(String.valueOf(connect.getScheme()))) {
            throw usage("--connect: an address is needed, as in http://localhost:8083");
        }
        if (connect.getUserInfo() != null) {
            throw usage("--connect: no credentials in an address; --authorization-file is for them");
        }
        return connect;
    }

    private Optional<String> authorization() {
        if (authorizationFile == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(authorizationFile).strip());
        } catch (IOException failure) {
            throw usage("--authorization-file " + TerminalText.neutralise(authorizationFile.toString())
                    + ": cannot be read");
        }
    }

    private List<Move> moves() {
        Instant now = wallClock.instant();
        List<Move> moves = new ArrayList<>();
        Set<ShardId> seen = new HashSet<>();
        for (String text : set) {
            try {
                Move move = Move.parse(text, now);
                if (!seen.add(move.shard())) {
                    throw new IllegalArgumentException("this shard is set twice");
                }
                moves.add(move);
            } catch (IllegalArgumentException nonsense) {
                throw usage("--set " + TerminalText.neutralise(text) + ": " + nonsense.getMessage());
            }
        }
        return moves;
    }

    /** A shard without a position is refused: it would most likely be misspelt, and the move have no effect. */
    private void plan(List<Move> moves, Map<ShardId, Position> stored) {
        for (Move move : moves) {
            Position from = stored.get(move.shard());
            if (from == null) {
                throw new IllegalStateException("connector " + connector + " has no position in "
                        + TerminalText.neutralise(move.shard().toString()) + "; it has some in: "
                        + (stored.isEmpty()
                                ? "none"
                                : stored.keySet().stream().map(ShardId::toString).collect(Collectors.joining(", "))));
            }
            out().println(move.shard() + "  " + Move.words(from) + "  ->  "
                    + move.to().map(Move::words).orElse("no position"));
            out().println("  " + move.effect(from));
        }
    }

    private void show(Map<ShardId, Position> stored) {
        if (stored.isEmpty()) {
            out().println("connector " + connector + " has no positions: it has read nothing yet");
        }
        stored.forEach((shard, position) -> out().println(shard + "  " + Move.words(position)));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
