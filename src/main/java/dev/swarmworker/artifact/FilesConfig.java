package dev.swarmworker.artifact;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
  @Min(1) @Max(1000) int readConcurrency();

  /** Writes at once, 1 to 1000. */
  @WithDefault("10")
  @Min(1) @Max(1000) int writeConcurrency();

  /** Largest output, in UTF-8, that stays in the result; a larger one goes to a file. */
  @WithDefault("256KiB")
  ByteSize inlineLimit();

  /** Most bytes that the artifacts of one task's {@code input.artifacts[]} may have together. */
  @WithDefault("1MiB")
  ByteSize inputLimit();
}
