package dev.swarmworker.artifact;

import dev.swarmworker.timer.Repeating;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Makes this package's parts from configuration. A folder that is of no use stops the start, before
 * the channels open.
 */
@Singleton
final class ArtifactBeans {

  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final Repeating sweeping = new Repeating("artifact-retention");

  private static final Logger LOG = Logger.getLogger(ArtifactBeans.class);

  @Produces
  @Singleton
  @Startup(1)
  static ArtifactStore store(FilesConfig config) {
    Optional<String> dir = config.dir().filter(name -> !name.equals(FilesConfig.OFF));
    return dir.<ArtifactStore>map(name -> folderStore(name, config)).orElseGet(NoStore::new);
  }

  @Produces
  @Singleton
  static OutputPlacement outputPlacement(ArtifactStore store, FilesConfig config) {
    return new OutputPlacement(store, config.inlineLimit());
  }

  @Produces
  @Singleton
  static InputArtifacts inputArtifacts(ArtifactStore store, FilesConfig config) {
    return new InputArtifacts(store, config.inputLimit());
  }

  @Produces
  @Singleton
  static Retention retention(
      ArtifactStore store,
      FilesConfig config,
      @ConfigProperty(name = "swarm.state.ttl") Duration stateTtl,
      InstantSource clock) {
    return new Retention(store, longer(config.retention(), stateTtl), clock);
  }

  void start(
      @Observes StartupEvent event, ArtifactStore store, Retention retention, FilesConfig config) {
    if (store.isOn()) {
      sweeping.start(pause(config.retention()), retention::sweep);
    }
  }

  @PreDestroy
  void close() {
    sweeping.close();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Often enough that a file is kept little longer than it must be. */
  private static Duration pause(Duration retention) {
    Duration pause = longer(retention.dividedBy(24), SHORTEST_PAUSE);
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private static FolderStore folderStore(String dir, FilesConfig config) {
    try {
      Root root = Root.at(Path.of(dir), new TempNames(() -> UUID.randomUUID().toString()));
      int deleted = new Leftovers(root, InstantSource.system()).delete();
      if (deleted > 0) {
        LOG.infof("Deleted %d unfinished files that an earlier worker left", deleted);
      }
      return new FolderStore(
          root, new Gate(config.readConcurrency()), new Gate(config.writeConcurrency()));
    } catch (InvalidPathException | IOException e) {
      // Without a cause, which would make it a stack trace.
      throw new ConfigurationException(
          "swarm.files.dir is '%s': a folder that can be made and written is allowed, or off (%s)"
              .formatted(dir, e));
    }
  }
}
