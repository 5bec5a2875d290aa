package dev.swarmworker.api;

import dev.swarmworker.setting.Matching;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Who may call the API. With nothing set, everybody who reaches its port. */
@ConfigMapping(prefix = "swarm.api")
interface AccessConfig {

  /**
   * A file of tokens, one a line, as a mounted secret brings it: {@code TOKEN}, an operator's, or
   * {@code operator TOKEN} or {@code viewer TOKEN}. Each is 32 to 512 of {@code A-Z a-z 0-9 . _ ~ +
   * / = -}.
   */
  Optional<Path> tokenFile();

  /** Whether calls that change nothing need a role, too. */
  @WithDefault("open")
  Reading reading();

  /** What the provider of identities calls those who may cancel tasks and remove answers. */
  @WithDefault("operator")
  @Matching("\\S{1,255}")
  String operatorRole();

  /** What it calls those who may read. */
  @WithDefault("viewer")
  @Matching("\\S{1,255}")
  String viewerRole();

  /** Whether a client must show a certificate that the API's trust store knows. */
  @WithDefault("none")
  ClientAuth clientAuth();

  /** Who may make calls that change nothing. */
  enum Reading {
    /** Everybody. */
    OPEN,
    /** Viewers and operators. */
    ROLE
  }

  /** What is asked of a client's TLS. */
  enum ClientAuth {
    /** Nothing. */
    NONE,
    /** A certificate. */
    REQUIRED
  }
}
