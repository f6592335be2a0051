import fc from 'fast-check';

// Every property sees the same inputs each time it runs.
fc.configureGlobal({ seed: 1 });
