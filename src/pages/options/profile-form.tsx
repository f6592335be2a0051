import type { JSX } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { InstrumentProfile } from '../../model/policy/instrument-profile.ts';
import type { MessageKey, Text } from '../../ui/message-key.ts';
import { KeyRows } from './key-rows.tsx';
import { draftOf, type ProfileDraft } from './profile-draft.ts';
import type { ProfileListStore } from './profile-list-store.ts';
import { RefusalList } from './refusal-list.tsx';

interface ProfileFormProps {
  readonly id: string;
  readonly profile: InstrumentProfile;
  readonly store: ProfileListStore;
  readonly text: Text;
}

type TypedField = Exclude<keyof ProfileDraft, 'keys'>;
interface FieldWords {
  readonly field: TypedField;
  /** Where the decoder finds it. */
  readonly path: string;
  readonly label: MessageKey;
  readonly hint: MessageKey | null;
}

const PLACE: readonly FieldWords[] = [
  { field: 'name', path: 'name', label: 'uiField_name', hint: null },
  { field: 'portal', path: 'binding.portal', label: 'uiField_portal', hint: 'uiOptionsPortalHint' },
  {
    field: 'socketHost',
    path: 'binding.socketHost',
    label: 'uiField_socketHost',
    hint: 'uiOptionsSocketHostHint',
  },
];
const THRESHOLDS: readonly FieldWords[] = [
  {
    field: 'maxInputAgeMs',
    path: 'thresholds.maxInputAgeMs',
    label: 'uiField_maxInputAgeMs',
    hint: 'uiOptionsAgeHint',
  },
  {
    field: 'normalCredit',
    path: 'thresholds.normalCredit',
    label: 'uiField_normalCredit',
    hint: 'uiOptionsNormalCreditHint',
  },
  {
    field: 'hazardousCredit',
    path: 'thresholds.hazardousCredit',
    label: 'uiField_hazardousCredit',
    hint: 'uiOptionsHazardousCreditHint',
  },
];

/** All of a profile but its regions, which are drawn on the picture. */
export function ProfileForm({ id, profile, store, text }: ProfileFormProps): JSX.Element {
  const [draft, setDraft] = useState(() => draftOf(profile));
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const refusal = store.formRefusal.value;
  const isWrong = (path: string) => refusal?.problems.some((problem) => problem.path === path) === true;
  const field = ({ field: name, path, label, hint }: FieldWords) => (
    <TextField
      key={name}
      label={text(label)}
      hint={hint === null ? null : text(hint)}
      value={draft[name]}
      isWrong={isWrong(path)}
      inputRef={name === 'name' ? first : undefined}
      onInput={(value) => setDraft({ ...draft, [name]: value })}
    />
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void store.saveForm(id, draft);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') store.edit(null);
      }}
    >
      {refusal !== undefined && (
        <RefusalList refusal={refusal} title={text('uiOptionsNotSaved')} text={text} />
      )}
      <div class="fields">{PLACE.map(field)}</div>
      <KeyRows
        keys={draft.keys}
        isWrong={isWrong}
        onChange={(keys) => setDraft({ ...draft, keys })}
        text={text}
      />
      <fieldset>
        <legend>{text('uiOptionsThresholds')}</legend>
        <p class="hint">{text('uiOptionsThresholdsHint')}</p>
        <div class="fields">{THRESHOLDS.map(field)}</div>
      </fieldset>
      <p class="hint">{text('uiOptionsRegionsHint')}</p>
      <div class="row">
        <button type="submit" class="main">
          {text('uiOptionsSave')}
        </button>
        <button type="button" onClick={() => store.edit(null)}>
          {text('uiOptionsCancel')}
        </button>
      </div>
    </form>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly hint: string | null;
  readonly value: string;
  readonly isWrong: boolean;
  readonly inputRef: { current: HTMLInputElement | null } | undefined;
  readonly onInput: (value: string) => void;
}

function TextField({ label, hint, value, isWrong, inputRef, onInput }: TextFieldProps): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        spellcheck={false}
        value={value}
        aria-invalid={isWrong}
        {...(hint === null ? {} : { 'aria-describedby': `${id}-hint` })}
        {...(inputRef === undefined ? {} : { ref: inputRef })}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {hint !== null && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
