/**
 * Runs tasks one after the other. Two messages that arrive together would otherwise both load, both change, and
 * the second would write the first one's change away.
 */
export class TaskQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects with the task; a failed task does not stop the next. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task, task);
    this.#last = result;
    return result;
  }
}
