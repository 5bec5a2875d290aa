package dev.swarmworker.monitor;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the parts of this package available for injection. */
final class MonitorBeans {

  @Produces
  @Singleton
  SystemSampler systemSampler() {
    return SystemSampler.ofThisProcess();
  }
}
