import type { JSX } from 'preact';
import { plainNumber } from '../plain-number.ts';
import type { EditorDesk } from './editor-desk.ts';

const MAX_NAME = 80;
const MAX_BINDING = 300;

/** Which profile is edited, its name, and where it holds. */
export function ProfileForm({ desk }: { readonly desk: EditorDesk }): JSX.Element {
  const { messages } = desk.surroundings;
  const { name, binding, framebuffer } = desk.state.value.undo.present;
  const open = desk.open.value;
  const profiles = desk.profiles.value ?? [];
  const whole = plainNumber(messages);
  return (
    <section class="form">
      <label>
        <span>{messages('uiEditorProfile')}</span>
        <select
          value={open?.id ?? ''}
          onChange={(event) => {
            const { currentTarget } = event;
            const chosen = profiles.find(({ id }) => id === currentTarget.value) ?? null;
            desk.choose(chosen);
            // When it is asked first, the other one is not open yet.
            currentTarget.value = desk.open.value?.id ?? '';
          }}
        >
          <option value="">{messages('uiEditorNew')}</option>
          {profiles.map(({ id, profile }) => (
            <option key={id} value={id}>
              {profile.name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{messages('uiEditorInstrument')}</span>
        <input
          type="text"
          data-path="name"
          maxLength={MAX_NAME}
          value={name}
          onInput={(event) => desk.send({ type: 'describe', change: { name: event.currentTarget.value } })}
        />
      </label>
      <details open={desk.problems.value.some(({ path }) => path.startsWith('binding'))}>
        <summary>
          {messages('uiEditorBinding')} <small>{binding.socketHost}</small>
        </summary>
        <label>
          <span>{messages('uiEditorPortal')}</span>
          <input
            type="text"
            data-path="binding.portal"
            maxLength={MAX_BINDING}
            value={binding.portal}
            onInput={(event) =>
              desk.send({
                type: 'describe',
                change: { binding: { ...binding, portal: event.currentTarget.value.trim() } },
              })
            }
          />
        </label>
        <label>
          <span>{messages('uiEditorSocketHost')}</span>
          <input
            type="text"
            data-path="binding.socketHost"
            maxLength={MAX_BINDING}
            value={binding.socketHost}
            onInput={(event) =>
              desk.send({
                type: 'describe',
                change: { binding: { ...binding, socketHost: event.currentTarget.value.trim() } },
              })
            }
          />
        </label>
        <p class="small">{messages('uiEditorBindingHint')}</p>
      </details>
      <p class="small">
        {messages('uiEditorFramebuffer', whole(framebuffer.width), whole(framebuffer.height))}
      </p>
    </section>
  );
}
