package dev.swarmworker.intake;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Pattern;

/** The topics and the group; the channels' own settings refer to these keys. */
@ConfigMapping(prefix = "swarm") // public, since the validator reaches into it from outside
public interface ChannelsConfig {

  /** Consumer group of all workers of a fleet: 1 to 255 characters, no blanks. */
  @Pattern(regexp = "\\S{1,255}") String group();

  /** Three different topics. */
  Topics topics();

  /** A topic's name is 1 to 249 of {@code A-Z a-z 0-9 . _ -}. */
  interface Topics {

    String NAME = "[A-Za-z0-9._-]{1,249}";

    /** Where tasks come from. */
    @Pattern(regexp = NAME) String tasks();

    /** Where results go. */
    @Pattern(regexp = NAME) String results();

    /** Where goes what is no task or failed. */
    @Pattern(regexp = NAME) String deadLetters();
  }
}
