package dev.swarmworker.artifact;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Makes this package's parts from configuration. A folder that is of no use stops the start, before
 * the channels open.
 */
@Singleton
final class ArtifactBeans {

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
