package dev.swarmworker.worker;

import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.StoppedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The deliveries in this process, by task: several where a message was repeated. Thread-safe. */
final class InFlight {

  private final ConcurrentMap<TaskId, List<Flight>> flights = new ConcurrentHashMap<>();

  private final LongSupplier ticker;

  /**
   * @param ticker nanoseconds, growing
   */
  InFlight(LongSupplier ticker) {
    this.ticker = ticker;
  }

  Flight enter(TaskId id) {
    Flight flight = new Flight(id, ticker.getAsLong());
    flights.compute(
        id,
        (key, present) -> {
          List<Flight> all = present == null ? new CopyOnWriteArrayList<>() : present;
          all.add(flight);
          return all;
        });
    return flight;
  }

  void leave(Flight flight) {
    flights.computeIfPresent(
        flight.id(),
        (key, present) -> {
          present.remove(flight);
          return present.isEmpty() ? null : present;
        });
    flight.landed().complete(null);
  }

  /** The other deliveries of the same task, at this moment. */
  List<Flight> besides(Flight flight) {
    return flights.getOrDefault(flight.id(), List.of()).stream().filter(f -> f != flight).toList();
  }

  void stop(TaskId id, Reason reason) {
    flights.getOrDefault(id, List.of()).forEach(flight -> flight.stop(reason));
  }

  /** Sends away whoever waits; upstream calls come to their end. */
  void drain() {
    each(Flight::drain);
  }

  /** Ends upstream calls as well. */
  void stopAll(Reason reason) {
    each(flight -> flight.stop(reason));
  }

  /** Tasks that have waited this long, each told of once. */
  List<TaskId> newlyQueued(Duration since) {
    long then = ticker.getAsLong() - since.toNanos();
    List<TaskId> found = new ArrayList<>();
    each(
        flight -> {
          if (flight.isQueuedSince(then)) {
            flight.noLongerQueued();
            found.add(flight.id());
          }
        });
    return found;
  }

  private void each(Consumer<Flight> action) {
    flights.values().forEach(all -> all.forEach(action));
  }
}
