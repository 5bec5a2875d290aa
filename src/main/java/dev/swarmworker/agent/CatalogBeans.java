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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Reads the file of agents at the start, where there is one, and looks at it from then on. */
@Singleton
final class CatalogBeans {

  /** Who is told of changes prepares for the first agents in observers of the same event. */
  private static final int AFTER_ALL_LISTENERS = Interceptor.Priority.APPLICATION + 2000;

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
      return catalog.agents(CatalogFile.settings(CatalogFile.read(file)));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "swarm.catalog.file is '%s': a file that can be read is allowed, or none (%s)"
              .formatted(file, e.getClass().getSimpleName()));
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
