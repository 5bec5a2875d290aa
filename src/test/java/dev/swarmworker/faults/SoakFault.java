package dev.swarmworker.faults;

import dev.swarmworker.support.WorkerProcess;
import java.time.Duration;
import java.util.Random;

/** What befalls a fleet in a round of the soak. */
enum SoakFault {
  KILLED("kill -9 in calls") {
    @Override
    void strike(Scene scene) {
      scene.fleet().kill(scene.victim());
      scene.history().loss("victim killed", scene.concurrency());
      scene.replaceVictim();
    }
  },
  FROZEN("SIGSTOP for longer than a lease, SIGCONT") {
    @Override
    void strike(Scene scene) {
      String victim = scene.victim();
      scene.fleet().freeze(victim);
      scene.history().loss("victim frozen", scene.concurrency());
      scene.fleet().staysLive(Duration.ofSeconds(9));
      scene.fleet().thaw(victim);
      scene.history().fault("victim goes on");
      scene.fleet().awaitReady(victim);
    }
  },
  ENDED("SIGTERM, and another worker") {
    @Override
    void strike(Scene scene) {
      String victim = scene.victim();
      scene.history().interruption("victim told to end");
      scene.fleet().terminate(victim);
      scene.fleet().awaitEnd(victim);
      scene.history().over("victim ended");
      scene.replaceVictim();
    }
  },
  REDIS_RESTARTED("Redis restarted") {
    @Override
    void strike(Scene scene) {
      scene.history().interruption("Redis goes");
      scene.world().redis().restart();
      scene.history().over("Redis is back");
    }
  },
  REDIS_PAUSED("Redis stands still for longer than a lease") {
    @Override
    void strike(Scene scene) {
      scene.world().redis().pause();
      scene.history().interruption("Redis stands still");
      scene.fleet().staysLive(Duration.ofSeconds(6));
      scene.world().redis().resume();
      scene.history().over("Redis goes on");
    }
  },
  BROKER_RESTARTED("broker restarted") {
    @Override
    void strike(Scene scene) {
      scene.history().interruption("broker goes");
      scene.world().stopBroker();
      scene.world().startBroker();
      scene.history().over("broker is back");
    }
  };

  /**
   * Where it happens.
   *
   * @param round its number, for the name of a worker that takes another's place
   * @param concurrency calls that a worker can lose at once
   */
  record Scene(World world, Fleet fleet, History history, int round, int concurrency) {

    static final String VICTIM = "victim-";

    /** The worker that is hit. */
    String victim() {
      return fleet.well().stream()
          .map(WorkerProcess::name)
          .filter(name -> name.startsWith(VICTIM))
          .findFirst()
          .orElseThrow();
    }

    void replaceVictim() {
      fleet.start(VICTIM + (round + 1));
    }
  }

  private final String words;

  SoakFault(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  abstract void strike(Scene scene);

  /** Each once in turn, and then by chance. */
  static SoakFault ofRound(int round, Random random) {
    SoakFault[] all = values();
    return all[round < all.length ? round : random.nextInt(all.length)];
  }
}
