package dev.swarmworker.worker;

import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.StoppedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  /**
   * Lets a delivery wait before it looks at its task again: for a time, or until another delivery
   * of the task in this process has ended.
   *
   * @return false where the worker drains meanwhile
   */
  boolean waited(Flight flight, Duration time) throws InterruptedException {
    if (time.isZero()) {
      return true;
    }
    CompletableFuture<?>[] others =
        flights.getOrDefault(flight.id(), List.of()).stream()
            .filter(other -> other != flight)
            .map(Flight::landed)
            .toArray(CompletableFuture<?>[]::new);
    try {
      return flight.await(() -> landedOrPassed(others, time));
    } catch (StoppedException e) {
      return e.reason() != Reason.DRAINING;
    }
  }

  private static boolean landedOrPassed(CompletableFuture<?>[] others, Duration time)
      throws InterruptedException {
    if (others.length == 0) {
      Patience.pause(time);
      return true;
    }
    try {
      CompletableFuture.anyOf(others).get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return true; // either way it is time to look again
    }
    return true;
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

  /** Deliveries that have waited this long, and whose tasks are not known to wait. */
  List<Flight> queuedFor(Duration time) {
    long then = ticker.getAsLong() - time.toNanos();
    List<Flight> found = new ArrayList<>();
    each(
        flight -> {
          if (flight.isQueuedSince(then)) {
            found.add(flight);
          }
        });
    return found;
  }

  private void each(Consumer<Flight> action) {
    flights.values().forEach(all -> all.forEach(action));
  }
}
