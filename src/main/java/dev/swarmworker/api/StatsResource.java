package dev.swarmworker.api;

import dev.swarmworker.monitor.Stats;
import dev.swarmworker.monitor.StatsCollector;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What this worker does and has done. */
@Path("/stats")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class StatsResource {

  private final StatsCollector collector;

  StatsResource(StatsCollector collector) {
    this.collector = collector;
  }

  @GET
  public Stats latest() {
    return collector.collect();
  }
}
