/** Answers 'cpu' with the seconds that this process has worked, and ends it at 'stop'. */
export function reportCpu(stop: () => Promise<void>): void {
  process.on('message', (message) => {
    if (message === 'cpu') {
      const { user, system } = process.cpuUsage();
      process.send?.({ type: 'cpu', seconds: (user + system) / 1e6 });
    } else if (message === 'stop') {
      void stop().finally(() => process.exit(0));
    }
  });
  // Nobody is left to measure for.
  process.on('disconnect', () => process.exit(0));
}
