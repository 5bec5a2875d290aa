package dev.swarmworker.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The time of the fleet: that of Redis, as last measured, carried on by this process' own monotonic
 * time. This worker's wall clock, wrong or set while it runs, is of no matter but before the first
 * measurement. Never blocks; safe for many threads.
 *
 * <p>A measurement is wrong by half its round trip at most. What it does not contradict stays as it
 * is, so that the time does not tremble with the network.
 */
public final class FleetClock implements InstantSource {

  private static final Logger LOG = Logger.getLogger(FleetClock.class);

  /** A longer round trip says too little, unless nothing is known at all. */
  private static final Duration LONGEST_TRIP = Duration.ofMillis(500);

  private static final Duration LONGEST_FIRST_TRIP = Duration.ofSeconds(5);

  /** A worker's own clock that is off by more is worth a line in the log. */
  private static final Duration FAR = Duration.ofSeconds(2);

  private final LongSupplier ticker;
  private final InstantSource wall;
  private final CompletableFuture<Void> known = new CompletableFuture<>();
  private volatile Reading reading;
  private boolean far;

  /** At this tick it was this time. */
  private record Reading(long tick, Instant time) {
    Instant at(long now) {
      return time.plusNanos(now - tick);
    }
  }

  /**
   * @param ticker nanoseconds, growing, whatever is done to the wall clock
   * @param wall this worker's own clock
   */
  FleetClock(LongSupplier ticker, InstantSource wall) {
    this.ticker = ticker;
    this.wall = wall;
    this.reading = new Reading(ticker.getAsLong(), wall.instant());
  }

  @Override
  public Instant instant() {
    return reading.at(ticker.getAsLong());
  }

  /** Done once the time has been measured; until then it is the worker's own. */
  public CompletionStage<Void> known() {
    return known.minimalCompletionStage();
  }

  /** The fleet's time less what this worker's wall clock says: negative where that is ahead. */
  public Duration offset() {
    return Duration.between(wall.instant(), instant());
  }

  /**
   * Measures. By one thread at a time.
   *
   * @param redis asks Redis for its time; what it throws is thrown, and changes nothing
   */
  void measure(Supplier<Instant> redis) {
    long before = ticker.getAsLong();
    Instant said = redis.get();
    long after = ticker.getAsLong();
    Duration trip = Duration.ofNanos(after - before);
    boolean first = !known.isDone();
    if (trip.compareTo(first ? LONGEST_FIRST_TRIP : LONGEST_TRIP) > 0) {
      return;
    }
    Duration uncertainty = trip.dividedBy(2);
    Reading measured = new Reading(after, said.plus(uncertainty));
    Duration error = Duration.between(reading.at(after), measured.time()).abs();
    if (first || error.compareTo(uncertainty) > 0) {
      reading = measured;
    }
    known.complete(null);
    tellWhereFar();
  }

  private void tellWhereFar() {
    Duration offset = offset();
    boolean nowFar = offset.abs().compareTo(FAR) > 0;
    if (nowFar && !far) {
      LOG.warnf(
          "this worker's clock is %d ms %s Redis': set it; times of tasks go by Redis' clock",
          offset.abs().toMillis(), offset.isNegative() ? "ahead of" : "behind");
    } else if (far && !nowFar) {
      LOG.info("this worker's clock is right again");
    }
    far = nowFar;
  }
}
