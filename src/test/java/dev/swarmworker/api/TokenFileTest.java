package dev.swarmworker.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {

  private static final String OLD = "old-".repeat(8);
  private static final String NEW = "new-".repeat(8);

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = Files.writeString(folder.resolve("tokens"), OLD);
  }

  @Test
  void changedFile_isHeldAtTheNextLook() throws IOException {
    try (TokenFile file = new TokenFile(Optional.of(path))) {
      Files.writeString(path, OLD + "\n" + NEW);
      assertThat(file.roleOf(NEW)).isEmpty();
      file.look();
      assertThat(file.roleOf(OLD)).contains(Role.OPERATOR);
      assertThat(file.roleOf(NEW)).contains(Role.OPERATOR);

      Files.writeString(path, NEW);
      file.look();
      assertThat(file.roleOf(OLD)).isEmpty();
      assertThat(file.roleOf(NEW)).contains(Role.OPERATOR);
    }
  }

  @Test
  void fileThatBecameUseless_letsNobodyInUntilItIsRight() throws IOException {
    try (TokenFile file = new TokenFile(Optional.of(path))) {
      Files.writeString(path, "");
      file.look();
      assertThat(file.roleOf(OLD)).isEmpty();
      assertThat(file.complaint()).contains("0 tokens");

      Files.delete(path);
      file.look();
      assertThat(file.roleOf(OLD)).isEmpty();
      assertThat(file.complaint()).contains("cannot be read");

      Files.writeString(path, OLD);
      file.look();
      assertThat(file.roleOf(OLD)).contains(Role.OPERATOR);
      assertThat(file.complaint()).isEmpty();
    }
  }

  @Test
  void hugeFile_isNotReadToItsEnd() throws IOException {
    Files.writeString(path, (OLD + "\n").repeat(4_000));
    try (TokenFile file = new TokenFile(Optional.of(path))) {
      assertThat(file.complaint()).contains("64 KiB");
    }
  }

  @Test
  void noFile_isNothingToComplainOf() {
    try (TokenFile file = new TokenFile(Optional.empty())) {
      file.look();
      assertThat(file.complaint()).isEmpty();
      assertThat(file.roleOf(OLD)).isEmpty();
    }
  }
}
