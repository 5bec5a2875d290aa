package dev.swarmworker.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.Range;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Live streams of events. */
@ConfigMapping(prefix = "swarm.events")
interface EventStreamConfig {

  /** Streams open at once, 0 to 10,000; one more is refused. */
  @WithDefault("64")
  @Range(min = 0, max = 10_000, message = "is ${validatedValue}, must be {min} to {max}")
  int maxStreams();

  /**
   * Silence after which a comment is sent, so that proxies keep the stream open and readers see
   * that it is; 10 ms to 1 min.
   */
  @WithDefault("15s")
  @DurationMin(millis = 10, message = "is ${validatedValue}, must be 10ms or more")
  @DurationMax(minutes = 1, message = "is ${validatedValue}, must be 1m or less")
  Duration keepAlive();

  /** How long a reader may take for one event before its stream is closed; 10 ms or more. */
  @WithDefault("30s")
  @DurationMin(millis = 10, message = "is ${validatedValue}, must be 10ms or more")
  Duration patience();
}
