import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Problem, run } from '../../model/decode/decode.ts';
import type { InstrumentProfile } from '../../model/policy/instrument-profile.ts';
import { formatProfile, parseProfile } from '../../model/policy/profile-file.ts';
import { validProfileDecoder } from '../../model/policy/profile-validation.ts';
import type { ProfileOutcome, StoredProfile } from '../../model/port/profile-message.ts';
import { plainNumber } from '../plain-number.ts';
import { type DraftRegion, emptyProfile, profileOf, regionAt, regionOf } from './draft.ts';
import { type EditorEvent, type EditorState, imported, isDirty, opened, transition } from './editor-state.ts';
import type { Size } from './geometry.ts';
import type { EditorSurroundings, Picture } from './surroundings.ts';

/** A stored profile that can be edited. */
export type Kept = Extract<StoredProfile, { type: 'readable' }>;

/** What takes the place of the draft. */
interface Opening {
  readonly profile: InstrumentProfile;
  /** null: it is stored nowhere. */
  readonly stored: Kept | null;
  /** Name of the file it comes from. */
  readonly file: string | null;
}

/** What the user is asked before changes are lost. */
export type Question = { readonly type: 'leave' } | { readonly type: 'open'; readonly opening: Opening };

/** What was last done, for the line under the buttons and for a screen reader. */
export interface Tidings {
  readonly key: string;
  readonly values: readonly string[];
  readonly failed: boolean;
  /** What is wrong with a file that could not be opened. */
  readonly problems: readonly Problem[];
}

/** Where the keyboard goes after the next drawing. */
export type Focus =
  | 'surface'
  | 'region'
  | 'name'
  | 'function'
  | 'question'
  /** The field of the profile with this path. */
  | { readonly path: string }
  | null;

/** A framebuffer to work on while there is no picture: nothing is drawn then. */
const NO_SIZE: Size = { width: 1, height: 1 };

/** Holds what the editor shows, and does what its controls ask for. */
export class EditorDesk {
  readonly picture: Signal<Picture | null>;
  readonly state: Signal<EditorState>;
  /** Profiles of this portal; null until they are known. */
  readonly profiles = signal<readonly Kept[] | null>(null);
  readonly problems: ReadonlySignal<readonly Problem[]>;
  readonly question = signal<Question | null>(null);
  readonly tidings = signal<Tidings | null>(null);
  readonly focus = signal<Focus>('surface');
  /** On which side of the window the form is. */
  readonly side = signal<'left' | 'right'>('right');
  /** noVNC shows only a part of the remote screen, so that nothing can be marked. */
  readonly isClipped = signal(false);
  /** The stored profile that is open; null: a new one. */
  readonly open = signal<Kept | null>(null);

  constructor(readonly surroundings: EditorSurroundings) {
    this.picture = signal(this.#look());
    const nothing = this.#empty();
    this.state = signal(opened(nothing, nothing.framebuffer));
    this.problems = computed(() => problemsOf(profileOf(this.state.value.undo.present)));
  }

  get selected(): DraftRegion | undefined {
    const { undo, selected } = this.state.value;
    return regionOf(undo.present, selected);
  }

  /** Follows the picture and asks for the profiles. Returns the way to stop. */
  start(): () => void {
    this.#fetch().catch(() => this.#tell('uiEditorOutOfReach', { failed: true }));
    return this.surroundings.everyFrame(() => this.#follow());
  }

  send(event: EditorEvent): void {
    const before = this.state.value;
    this.state.value = transition(before, event);
    const after = this.state.value;
    // A region that was just made wants a name; one that went away leaves the keyboard to its neighbour.
    if (after.nextId > before.nextId) this.focus.value = 'name';
    else if (event.type === 'remove') this.focus.value = after.selected === null ? 'surface' : 'region';
    if (event.type === 'undo' || event.type === 'redo') {
      if (after.undo.present !== before.undo.present) {
        this.#tell(event.type === 'undo' ? 'uiEditorUndone' : 'uiEditorRedone');
      }
    } else if (event.type === 'nudge' || event.type === 'stretch') this.#tellPlace();
  }

  /** Selects what a problem is about, and takes the keyboard there. */
  show({ path }: Problem): void {
    const region = regionAt(this.state.value.undo.present, path);
    if (region === undefined) this.focus.value = { path };
    else {
      this.send({ type: 'select', id: region.id });
      this.focus.value = path.endsWith('.function') ? 'function' : 'name';
    }
  }

  /** Opens a stored profile, or with null a new one; asks first when changes would be lost. */
  choose(stored: Kept | null): void {
    this.#open({ profile: stored?.profile ?? this.#empty(), stored, file: null });
  }

  /** Ends what is under way; with nothing under way, the editor. */
  escape(): void {
    if (this.question.value !== null) this.keep();
    else if (this.state.value.gesture !== null) this.send({ type: 'cancel' });
    else this.leave();
  }

  leave(): void {
    if (isDirty(this.state.value)) this.#ask({ type: 'leave' });
    else this.surroundings.onClose();
  }

  /** The user goes on editing. */
  keep(): void {
    this.question.value = null;
    this.focus.value = 'surface';
  }

  /** The user gives the changes up. */
  discard(): void {
    const asked = this.question.value;
    this.question.value = null;
    if (asked?.type === 'leave') this.surroundings.onClose();
    else if (asked?.type === 'open') this.#openNow(asked.opening);
  }

  /** Stores the draft. Resolves to whether it is stored now. */
  async save(): Promise<boolean> {
    const draft = this.state.value.undo.present;
    const profile = profileOf(draft);
    const problems = problemsOf(profile);
    if (problems.length > 0) {
      this.#tell('uiEditorNotValid', { failed: true });
      return false;
    }
    try {
      const outcome = await this.surroundings.shelf.save(this.open.value?.id ?? null, profile);
      if (outcome.type !== 'saved') {
        this.#tellRefusal(outcome);
        return false;
      }
      this.send({ type: 'saved', draft });
      this.open.value = { type: 'readable', id: outcome.id, profile };
      this.#tell('uiEditorSaved', { values: [profile.name] });
      this.profiles.value = readable(await this.surroundings.shelf.list());
      return true;
    } catch {
      this.#tell('uiEditorOutOfReach', { failed: true });
      return false;
    }
  }

  async saveAndGo(): Promise<void> {
    if (await this.save()) this.discard();
    else this.keep();
  }

  exportFile(): void {
    const profile = profileOf(this.state.value.undo.present);
    const name = profile.name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '');
    const file = `${name || 'instrument'}.rice-profile.json`;
    this.surroundings.download(file, formatProfile(profile));
    this.#tell('uiEditorExported', { values: [file] });
  }

  /** Opens the text of a file; asks first when changes would be lost. */
  importText(name: string, text: string): void {
    const result = parseProfile(text);
    if (!result.ok) {
      this.#tell('uiEditorNotImported', { failed: true, values: [name], problems: result.problems });
      return;
    }
    this.#open({ profile: result.value, stored: null, file: name });
  }

  async #fetch(): Promise<void> {
    const profiles = readable(await this.surroundings.shelf.list());
    this.profiles.value = profiles;
    const own = profiles.find(({ profile }) => profile.name === this.surroundings.instrument) ?? profiles[0];
    const { undo, gesture } = this.state.value;
    if (own !== undefined && undo.past.length === 0 && gesture === null) this.choose(own);
  }

  #open(opening: Opening): void {
    if (isDirty(this.state.value)) this.#ask({ type: 'open', opening });
    else this.#openNow(opening);
  }

  #openNow({ profile, stored, file }: Opening): void {
    const framebuffer = this.picture.value?.framebuffer ?? profile.framebuffer;
    this.open.value = stored;
    this.state.value = file === null ? opened(profile, framebuffer) : imported(profile, framebuffer);
    if (file === null) this.tidings.value = null;
    else this.#tell('uiEditorImported', { values: [file] });
  }

  /** A picture of less than the whole screen is none: nobody can tell which part it is. */
  #look(): Picture | null {
    const picture = this.surroundings.findPicture();
    const whole = this.surroundings.framebuffer();
    const isClipped =
      picture !== null &&
      whole !== null &&
      (picture.framebuffer.width < whole.width || picture.framebuffer.height < whole.height);
    this.isClipped.value = isClipped;
    return isClipped ? null : picture;
  }

  #follow(): void {
    const picture = this.#look();
    if (isSamePicture(this.picture.value, picture)) return;
    this.picture.value = picture;
    if (picture !== null) this.send({ type: 'fit', framebuffer: picture.framebuffer });
  }

  #ask(question: Question): void {
    this.question.value = question;
    this.focus.value = 'question';
  }

  #tellRefusal(outcome: Exclude<ProfileOutcome, { type: 'saved' }>): void {
    const failed = true;
    switch (outcome.type) {
      case 'invalid':
        this.#tell('uiEditorNotValid', { failed, problems: outcome.problems });
        break;
      case 'elsewhere':
        this.#tell('uiEditorElsewhere', { failed, values: [this.surroundings.binding.portal] });
        break;
      case 'managed':
        this.#tell('uiSwitchedOff', { failed });
        break;
      case 'full':
        this.#tell('uiEditorFull', { failed, values: [this.#whole(outcome.maxProfiles)] });
        break;
      case 'unreadable':
      case 'missing':
        this.#tell('uiEditorUnreadable', { failed });
        break;
      default:
        outcome satisfies never;
    }
  }

  readonly #whole = (value: number): string => plainNumber(this.surroundings.messages)(value);

  #tellPlace(): void {
    const region = this.selected;
    if (region === undefined) return;
    this.#tell('uiEditorPlace', {
      values: [region.x, region.y, region.width, region.height].map(this.#whole),
    });
  }

  #tell(key: string, more: Partial<Omit<Tidings, 'key'>> = {}): void {
    this.tidings.value = { key, values: [], failed: false, problems: [], ...more };
  }

  #empty(): InstrumentProfile {
    return emptyProfile(this.surroundings.binding, this.picture.value?.framebuffer ?? NO_SIZE);
  }
}

function isSamePicture(one: Picture | null, other: Picture | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function problemsOf(profile: InstrumentProfile): readonly Problem[] {
  const result = run(validProfileDecoder, profile);
  return result.ok ? [] : result.problems;
}

function readable(profiles: readonly StoredProfile[]): readonly Kept[] {
  return profiles.filter((each) => each.type === 'readable');
}
