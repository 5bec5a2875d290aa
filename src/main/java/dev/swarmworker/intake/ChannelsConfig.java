package dev.swarmworker.intake;

import dev.swarmworker.setting.Matching;
import io.smallrye.config.ConfigMapping;

/** The topics and the group; the channels' own settings refer to these keys. */
@ConfigMapping(prefix = "swarm")
public interface ChannelsConfig {

  /** Consumer group of all workers of a fleet: 1 to 255 characters, no blanks. */
  @Matching("\\S{1,255}")
  String group();

  /** Three different topics. */
  Topics topics();

  /** A topic's name is 1 to 249 of {@code A-Z a-z 0-9 . _ -}. */
  interface Topics {

    String NAME = "[A-Za-z0-9._-]{1,249}";

    /** Where tasks come from. */
    @Matching(NAME)
    String tasks();

    /** Where results go. */
    @Matching(NAME)
    String results();

    /** Where goes what is no task or failed. */
    @Matching(NAME)
    String deadLetters();
  }
}
