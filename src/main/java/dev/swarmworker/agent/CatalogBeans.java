package dev.swarmworker.agent;

import dev.swarmworker.timer.Repeating;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;

/** Reads the file of agents at the start, where there is one, and looks at it from then on. */
@Singleton
final class CatalogBeans {

  /** Who is told of changes prepares for the first agents in observers of the same event. */
  private static final int AFTER_ALL_LISTENERS = Interceptor.Priority.APPLICATION + 2000;

  /** At the start, a file is read until it is the same for so long. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  /** Is never looked at. */
  private static final Path NONE = Path.of("");

  private final Repeating looking = new Repeating("agents-file");
  private final CatalogConfig config;
  private final Catalog catalog;

  CatalogBeans(CatalogConfig config, Config worker) {
    this.config = config;
    this.catalog = new Catalog(worker.unwrap(SmallRyeConfig.class));
  }

  /**
   * The agents of the file; nothing where none is configured.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  Optional<List<Agent>> agents() {
    return config.file().map(this::agents);
  }

  private List<Agent> agents(Path file) {
    try {
      byte[] settled = SettledFile.read(() -> CatalogFile.read(file), () -> readLater(file));
      return catalog.agents(CatalogFile.settings(settled));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "swarm.catalog.file is '%s': a file that can be read is allowed, or none (%s)"
              .formatted(file, e.getClass().getSimpleName()));
    }
  }

  private static byte[] readLater(Path file) throws IOException {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try {
      return timer
          .schedule(() -> CatalogFile.read(file), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)
          .get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } finally {
      timer.shutdownNow();
    }
  }

  @Produces
  @Singleton
  CatalogWatch watch(IndexedAgents agents, @All List<CatalogListener> listeners) {
    return new CatalogWatch(config.file().orElse(NONE), catalog, agents, listeners);
  }

  void start(@Observes @Priority(AFTER_ALL_LISTENERS) StartupEvent started, CatalogWatch watch) {
    if (config.file().isPresent()) {
      looking.start(config.interval(), watch::look);
    }
  }

  @PreDestroy
  void close() {
    looking.close();
  }
}
