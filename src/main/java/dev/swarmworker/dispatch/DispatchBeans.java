package dev.swarmworker.dispatch;

import dev.swarmworker.loop.Carrier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the parts of this package available for injection. */
final class DispatchBeans {

  @Produces
  @Singleton
  Permits permits(ExecutorConfig config) {
    return new Permits(config.concurrency(), config.ageing(), System::nanoTime);
  }

  @Produces
  @Singleton
  Dispatcher dispatcher(ExecutorConfig config, Permits permits, Carrier carrier) {
    return new Dispatcher(config.places(), permits, carrier);
  }
}
