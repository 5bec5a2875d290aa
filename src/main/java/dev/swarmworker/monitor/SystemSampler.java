package dev.swarmworker.monitor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Measures this process: some counters of the virtual machine and one small file of the kernel.
 * Safe for many threads.
 */
public final class SystemSampler {

  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
  private final CpuMeter cpu;
  private final ResidentMemory resident;

  SystemSampler(CpuMeter cpu, ResidentMemory resident) {
    this.cpu = cpu;
    this.resident = resident;
  }

  /** A sampler of this process. */
  public static SystemSampler ofThisProcess() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new SystemSampler(
        new CpuMeter(
            system::getProcessCpuTime,
            System::nanoTime,
            () -> Runtime.getRuntime().availableProcessors()),
        new ResidentMemory(Path.of("/proc/self/status"), SystemSampler::committed));
  }

  /** Measures now. */
  public SystemSample sample() {
    return new SystemSample(
        cpu.load(),
        resident.bytes(),
        memory.getHeapMemoryUsage().getUsed(),
        threads.getThreadCount(),
        Duration.ofMillis(runtime.getUptime()));
  }

  /** Memory that the operating system holds for the process, now. */
  long residentBytes() {
    return resident.bytes();
  }

  private static long committed() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    return memory.getHeapMemoryUsage().getCommitted()
        + memory.getNonHeapMemoryUsage().getCommitted();
  }
}
