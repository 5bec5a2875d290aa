package dev.swarmworker.endtoend;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Somebody who can do the tasks.
 *
 * @param about in a few words, for the table
 * @param slowness by how much fewer tasks it gets than the others, so that a run ends
 * @param builder makes it ready to be started; called once
 */
record Contestant(
    String name, String about, Way way, int slowness, Consumer<Builds> builder, Launcher launcher) {

  /** How tasks reach it. */
  enum Way {
    KAFKA,
    /** Jobs in BullMQ's own queue. */
    BULL,
    /** Calls in its own process. */
    IN_PROCESS
  }

  /** Knows how to start it. */
  interface Launcher {
    /**
     * What to start.
     *
     * @param number of this process among those on the same topic, from 0
     */
    Launch launch(Place place, Scenario scenario, int number);
  }

  /**
   * A process to start.
   *
   * @param folder in which
   * @param ready where it says 200 once it is ready, if it does
   * @param gcLog of its JVM, if it is one
   */
  record Launch(
      Path folder,
      List<String> command,
      Map<String, String> variables,
      Optional<URI> ready,
      Optional<Path> gcLog) {}

  Lane lane(Servers servers, Place place, Scenario scenario) {
    return switch (way) {
      case KAFKA -> new KafkaLane(place, scenario.promptBytes());
      case BULL -> new BullLane(servers.redis(), place, scenario.promptBytes());
      case IN_PROCESS -> new InProcessLane(place);
    };
  }
}
