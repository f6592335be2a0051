import type { ExtensionApi } from './extension-api.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { ProfileStore } from './profile-store.ts';
import type { RecordKeeper } from './record-keeper.ts';
import type { ReportKeeper } from './report-keeper.ts';
import type { RoomKeeper } from './room-keeper.ts';
import type { SettingsInForce } from './settings-in-force.ts';
import type { SettingsStore } from './settings-store.ts';
import type { Access } from './site-access.ts';
import type { TabRecords } from './tab-records.ts';
import type { TabWatch } from './tab-watch.ts';
import type { TraceKeeper } from './trace-keeper.ts';

/** Who knows the answers. */
export interface AnsweringParts {
  readonly api: Pick<ExtensionApi, 'scripting' | 'tabs'>;
  /** The user's alone: what is saved goes there. */
  readonly own: SettingsStore;
  readonly settings: SettingsInForce;
  readonly profiles: ProfileStore;
  readonly records: TabRecords;
  readonly watch: TabWatch;
  readonly recorder: RecordKeeper;
  readonly reports: ReportKeeper;
  readonly traces: TraceKeeper;
  readonly journals: JournalKeeper;
  readonly rooms: RoomKeeper;
  /** Makes the registered scripts follow what was granted and set. */
  readonly reconcile: () => Promise<Access>;
}
