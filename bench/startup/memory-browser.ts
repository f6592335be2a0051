/** A browser with one tab, in which one page is loaded again and again. */
export interface MemoryBrowser {
  /** Loads the page, and waits until it has done all that it does. */
  load(): Promise<void>;
  read(): Promise<MemoryReading>;
  stop(): Promise<void>;
}

/** MiB and counts; absent: this browser does not tell, or there is no extension. */
export interface MemoryReading {
  /** Resident memory of the browser's own process, of the page's, and of the extension's. */
  readonly browserMiB: number;
  readonly pageMiB: number;
  readonly extensionMiB?: number;
  /**
   * After a collection. Chromium: used by scripts of the page, with our own in it. Firefox: all that is allocated in the
   * processes of pages, of extensions, and in its own.
   */
  readonly pageHeapMiB?: number;
  readonly extensionHeapMiB?: number;
  readonly browserHeapMiB?: number;
  /** Firefox, then: worlds of our link in all pages, and windows that were closed and are still there. */
  readonly linkWorlds?: number;
  readonly ghostWindows?: number;
  /** Documents and JavaScript contexts that live in the page's process. */
  readonly documents?: number;
  readonly contexts?: number;
  readonly listeners?: number;
  readonly workerHeapMiB?: number;
  /** Objects of the extension's worker, and promises among them. */
  readonly workerObjects?: number;
  readonly workerPromises?: number;
  /** Tabs and documents that the background has kept, and the bytes of all that it keeps for the session. */
  readonly keptTabs?: number;
  readonly keptDocuments?: number;
  readonly keptBytes?: number;
}
