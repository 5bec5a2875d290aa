package dev.swarmworker.worker;

import dev.swarmworker.agent.Agents;
import dev.swarmworker.agent.Agents.Selection;
import dev.swarmworker.agent.Demand;
import dev.swarmworker.dispatch.Need;
import org.jspecify.annotations.Nullable;

/** A slot of an agent who meets a demand; or the knowledge that nobody ever will. */
final class AgentNeed implements Need {

  private final Agents agents;
  private final Demand demand;
  private @Nullable Selection selection;

  AgentNeed(Agents agents, Demand demand) {
    this.agents = agents;
    this.demand = demand;
  }

  @Override
  public Object kind() {
    return demand;
  }

  @Override
  public boolean take() {
    selection = agents.select(demand);
    return !(selection instanceof Selection.Busy);
  }

  @Override
  public void giveBack() {
    if (selection instanceof Selection.Assigned assigned) {
      assigned.assignment().close();
    }
  }

  /** What was taken. */
  Selection taken() {
    Selection taken = selection;
    if (taken == null) {
      throw new IllegalStateException("nothing was taken");
    }
    return taken;
  }
}
