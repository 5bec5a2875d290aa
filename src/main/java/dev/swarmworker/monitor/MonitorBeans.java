package dev.swarmworker.monitor;

import dev.swarmworker.history.EventLog;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** Makes the parts of this package available for injection. */
final class MonitorBeans {

  @Produces
  @Singleton
  SystemSampler systemSampler() {
    return SystemSampler.ofThisProcess();
  }

  @Produces
  @Singleton
  Movement movement(MonitorConfig config) {
    return new Movement(config.stallLimit(), System::nanoTime);
  }

  @Produces
  @Singleton
  RunningTasks runningTasks() {
    return new RunningTasks(System::nanoTime);
  }

  @Produces
  @Singleton
  HealthEvents healthEvents(EventLog events) {
    return new HealthEvents(events, System::nanoTime);
  }

  @Produces
  @Singleton
  MeterFilter httpLabels() {
    return new HttpLabels();
  }

  @Produces
  @Singleton
  MeterFilter measuredTwice() {
    return new MeasuredTwice();
  }

  @Produces
  @Singleton
  Alerts alerts(MonitorConfig config) {
    long memory = new MemoryBudget(Path.of("/sys/fs/cgroup")).bytes(config.memoryBudget());
    return new Alerts(AlertRules.of(config, memory));
  }

  @Produces
  @Singleton
  SlowTasks slowTasks(RunningTasks running, MonitorConfig config) {
    return new SlowTasks(running, config.slowTaskThreshold());
  }
}
