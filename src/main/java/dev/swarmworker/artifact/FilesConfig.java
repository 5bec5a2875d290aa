package dev.swarmworker.artifact;

import dev.swarmworker.setting.Within;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where artifacts lie, and how many are open at once. */
@ConfigMapping(prefix = "swarm.files")
public interface FilesConfig {

  /** What {@link #dir} may say in place of a folder. */
  String OFF = "off";

  /**
   * The artifact folder, made where it is missing; several workers may share it. {@code off}, or
   * nothing: no artifacts, and outputs of any size stay in the result.
   */
  @WithDefault(OFF)
  Optional<String> dir();

  /** Reads at once, 1 to 1000. */
  @WithDefault("20")
  @Within(least = "1", most = "1000")
  int readConcurrency();

  /** Writes at once, 1 to 1000. */
  @WithDefault("10")
  @Within(least = "1", most = "1000")
  int writeConcurrency();

  /** Largest output, in UTF-8, that stays in the result; a larger one goes to a file. */
  @WithDefault("256KiB")
  ByteSize inlineLimit();

  /**
   * How long an output's file is kept after it was written, 1 s to 3650 d; and never shorter than
   * {@code swarm.state.ttl}, within which its result may be published again.
   */
  @WithDefault("7d")
  @Within(least = "1s", most = "3650d")
  Duration retention();

  /** Artifacts fetched over HTTP at once, 0 to 1000; one more is refused. */
  @WithDefault("16")
  @Within(least = "0", most = "1000")
  int downloads();

  /** Most bytes that the artifacts of one task's {@code input.artifacts[]} may have together. */
  @WithDefault("1MiB")
  ByteSize inputLimit();
}
