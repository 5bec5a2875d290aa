package dev.swarmworker.artifact;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Makes this package's parts from configuration. A folder that is of no use stops the start. */
@Singleton
final class ArtifactBeans {

  private static final Logger LOG = Logger.getLogger(ArtifactBeans.class);

  @Produces
  @Singleton
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
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("swarm.files.dir is not a path: " + dir, e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "swarm.files.dir must be a folder that can be made and written: " + dir, e);
    }
  }
}
