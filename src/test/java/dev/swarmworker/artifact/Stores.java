package dev.swarmworker.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What the tests of this package share. */
final class Stores {

  private static final int LIMIT = 64 * 1024 * 1024;

  private Stores() {}

  static FolderStore in(Path folder) throws IOException {
    return in(folder, 20, 10);
  }

  static FolderStore in(Path folder, int reads, int writes) throws IOException {
    return new FolderStore(root(folder), new Gate(reads), new Gate(writes));
  }

  static Root root(Path folder) throws IOException {
    return Root.at(folder, new TempNames(() -> UUID.randomUUID().toString()));
  }

  static ArtifactPath path(String value) {
    return new ArtifactPath(value);
  }

  static <T> T done(FileOutcome<T> outcome) {
    return switch (outcome) {
      case FileOutcome.Done<T>(T value) -> value;
      case FileOutcome.Failed<T>(FileFailure failure) ->
          throw new AssertionError("failed: " + failure);
    };
  }

  static FileFailure failure(FileOutcome<?> outcome) {
    assertThat(outcome).isInstanceOf(FileOutcome.Failed.class);
    return ((FileOutcome.Failed<?>) outcome).failure();
  }

  static String text(ArtifactStore store, String path) {
    return done(store.read(path(path), Body.text(LIMIT)));
  }

  /** Everything in the folder, the folder itself excepted, relative to it. */
  static List<String> tree(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !path.equals(folder))
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
