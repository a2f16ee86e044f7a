/** Lets pieces of work on the same thing wait for each other, in the order in which they came. */
export class OneAtATime {
  readonly #last = new Map<number, Promise<unknown>>();

  async run<T>(id: number, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(id) ?? Promise.resolve();
    const mine = before.then(work, work);
    const ended = mine.catch(() => undefined);
    this.#last.set(id, ended);
    void ended.then(() => {
      if (this.#last.get(id) === ended) this.#last.delete(id);
    });
    return mine;
  }
}
