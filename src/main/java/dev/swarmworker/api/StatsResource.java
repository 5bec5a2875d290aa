package dev.swarmworker.api;

import dev.swarmworker.monitor.PerformanceMonitor;
import dev.swarmworker.monitor.Report;
import dev.swarmworker.monitor.ReportMarkdown;
import dev.swarmworker.monitor.Stats;
import dev.swarmworker.monitor.StatsCollector;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this worker does and has done. */
@Path("/stats")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class StatsResource {

  private final StatsCollector collector;
  private final PerformanceMonitor monitor;
  private final String workerId;

  StatsResource(
      StatsCollector collector,
      PerformanceMonitor monitor,
      @ConfigProperty(name = "swarm.worker.id") String workerId) {
    this.collector = collector;
    this.monitor = monitor;
    this.workerId = workerId;
  }

  @GET
  public Stats now() {
    return collector.collect();
  }

  @GET
  @Path("/history")
  public List<Stats> history(@QueryParam("limit") @DefaultValue("100") String limit) {
    return monitor.newest(Limit.of(limit));
  }

  @GET
  @Path("/report")
  public Report report() {
    return monitor.report();
  }

  @GET
  @Path("/report")
  @Produces("text/markdown;charset=UTF-8")
  public String reportForPeople() {
    return ReportMarkdown.of(workerId, monitor.report());
  }
}
