package dev.swarmworker.api;

import dev.swarmworker.setting.Within;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Live streams of events. */
@ConfigMapping(prefix = "swarm.events")
interface EventStreamConfig {

  /** Streams open at once, 0 to 10,000; one more is refused. */
  @WithDefault("64")
  @Within(least = "0", most = "10000")
  int maxStreams();

  /**
   * Silence after which a comment is sent, so that proxies keep the stream open and readers see
   * that it is; 10 ms to 1 min.
   */
  @WithDefault("15s")
  @Within(least = "10ms", most = "1m")
  Duration keepAlive();

  /** How long a reader may take for one event before its stream is closed; 10 ms or more. */
  @WithDefault("30s")
  @Within(least = "10ms")
  Duration patience();
}
