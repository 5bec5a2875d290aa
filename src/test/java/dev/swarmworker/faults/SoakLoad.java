package dev.swarmworker.faults;

import dev.swarmworker.faults.Submission.Expected;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Tasks as a busy fleet sees them: most short and well, some refused, broken off, streamed, with a
 * long prompt or with an output that goes to a file; some sent twice, some cancelled.
 *
 * @param directive for the provider
 * @param more fields of the task
 * @param expected what is to come of it
 * @param next what its producer does next
 */
record SoakLoad(String directive, String more, Expected expected, Next next) {

  /** What a producer does once the broker has its task. */
  enum Next {
    NOTHING,
    SEND_AGAIN,
    CANCEL
  }

  private static final String STREAMED = "'constraints':{'maxTokens':100000}";
  private static final String LONG_PROMPT =
      "'context':{'previousResults':[{'output':'%s'}]}".formatted("lorem ipsum ".repeat(5_000));

  static List<SoakLoad> of(Random random, int count) {
    return Stream.generate(() -> one(random)).limit(count).toList();
  }

  private static SoakLoad one(Random random) {
    String latency = "latency=%dms".formatted(50 + random.nextInt(750));
    int share = random.nextInt(100);
    if (share < 60) {
      return once(latency, "");
    } else if (share < 67) {
      return new SoakLoad(latency, "", Expected.DONE, Next.SEND_AGAIN);
    } else if (share < 70) {
      return new SoakLoad("fault=hang", "", Expected.cancelled(), Next.CANCEL);
    } else if (share < 78) {
      return again(latency + " status=529");
    } else if (share < 81) {
      return again(latency + " status=500");
    } else if (share < 84) {
      return again("fault=reset");
    } else if (share < 89) {
      return once(latency + " size=300000", "");
    } else if (share < 94) {
      return once("fault=drip size=4000", STREAMED);
    } else if (share < 97) {
      return once(latency, LONG_PROMPT);
    }
    return new SoakLoad("status=400", "", Expected.failed("UPSTREAM_REJECTED", 0), Next.NOTHING);
  }

  private static SoakLoad again(String fault) {
    return new SoakLoad(fault + " times=1", "", Expected.completed(1), Next.NOTHING);
  }

  private static SoakLoad once(String directive, String more) {
    return new SoakLoad(directive, more, Expected.DONE, Next.NOTHING);
  }
}
