package dev.swarmworker.endtoend;

import dev.swarmworker.local.EmbeddedKafka;
import java.io.IOException;

/** A broker as a process of its own, until its input ends. */
final class BrokerMain {

  private BrokerMain() {}

  public static void main(String[] args) throws IOException {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      System.out.println(Child.READY + kafka.bootstrapServers());
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    System.exit(0);
  }
}
