import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { QualityPolicy } from '../../model/codec/quality-policy.ts';
import { lockOn } from '../../model/policy/managed-settings.ts';
import { siteQuality, withinBounds } from '../../model/policy/settings.ts';
import { levelsWithin } from '../../ui/quality/choice-list.ts';
import { choiceText } from '../../ui/quality/quality-words.ts';
import { LockNote } from './lock-note.tsx';
import { LevelSelect, QualityFields } from './quality-fields.tsx';
import { Said } from './said.tsx';
import { SectionFrame } from './section-frame.tsx';
import type { SectionProps } from './site-section.tsx';

/** What counts where nothing else was chosen, its outer bounds, and each site's own choice. */
export function QualitySection({ facts, store, text }: SectionProps): JSX.Element {
  const { settings, own, locked, problems } = facts.status;
  const said = useRef<HTMLParagraphElement>(null);
  const off = lockOn(locked, 'quality');
  const locks = [lockOn(locked, 'policy.quality.lowest'), lockOn(locked, 'policy.quality.highest')];
  const isLocked = problems.length > 0 || off !== null;
  const { quality } = settings.policy;
  const allowed = {
    lowest: locks[0]?.type === 'at-least' ? locks[0].to : 0,
    highest: locks[1]?.type === 'at-most' ? locks[1].to : 9,
  };
  const levels = levelsWithin(allowed);
  const save = (part: Partial<QualityPolicy>) => {
    // From the user's own: what a facility adds to it must not become theirs.
    const next = { ...own.policy.quality, ...part };
    const bounded = { ...next, choice: withinBounds(next.choice, next) };
    void store.changePolicy('quality', { type: 'quality', quality: bounded });
  };
  const language = new Intl.Collator(text('uiLanguage'));
  const hosts = [...new Set([...Object.keys(settings.sites), ...Object.keys(own.quality)])]
    .filter((host) => settings.sites[host] !== 'off')
    .sort(language.compare);
  return (
    <SectionFrame section="quality" hint={text('uiOptionsQualityHint')} text={text}>
      <LockNote reason={off} text={text} />
      <div data-find>
        <QualityFields
          name="quality-everywhere"
          legend={text('uiOptionsQualityEverywhere')}
          choice={quality.choice}
          bounds={quality}
          disabled={isLocked}
          text={text}
          onChoose={(choice) => save({ choice })}
        />
      </div>
      <fieldset data-find disabled={isLocked}>
        <legend>{text('uiOptionsQualityBounds')}</legend>
        <p class="hint">{text('uiOptionsQualityBoundsHint')}</p>
        <div class="levels">
          <LevelSelect
            label={text('uiQualityLowest')}
            level={quality.lowest}
            levels={levels}
            text={text}
            onChoose={(lowest) => save(lowest > quality.highest ? { lowest, highest: lowest } : { lowest })}
          />
          <LevelSelect
            label={text('uiQualityHighest')}
            level={quality.highest}
            levels={levels}
            text={text}
            onChoose={(highest) =>
              save(highest < quality.lowest ? { lowest: highest, highest } : { highest })
            }
          />
        </div>
        {locks.map((lock, index) => (
          <LockNote key={index} reason={lock} text={text} />
        ))}
      </fieldset>
      <h3>{text('uiOptionsQualitySites')}</h3>
      {hosts.length === 0 && (
        <p class="empty" data-find>
          {text('uiOptionsQualityNone')}
        </p>
      )}
      {hosts.length > 0 && (
        <ul class="rows">
          {hosts.map((host) => (
            <QualityRow
              key={host}
              host={host}
              facts={facts}
              store={store}
              text={text}
              isLocked={isLocked}
              onRemove={() => {
                said.current?.focus();
                void store.forgetQuality(host);
              }}
            />
          ))}
        </ul>
      )}
      <Said notice={store.said('quality')} text={text} said={said} />
    </SectionFrame>
  );
}

interface QualityRowProps extends SectionProps {
  readonly host: string;
  readonly isLocked: boolean;
  readonly onRemove: () => void;
}

function QualityRow({ host, facts, store, text, isLocked, onRemove }: QualityRowProps): JSX.Element {
  const { settings, own } = facts.status;
  const [isOpen, setOpen] = useState(false);
  const isOwn = Object.hasOwn(own.quality, host);
  const { choice, ...bounds } = siteQuality(settings, host);
  const numbers = new Intl.NumberFormat(text('uiLanguage'));
  const words = choiceText(choice, text, { count: (value) => numbers.format(value) });
  return (
    <li data-find>
      <strong class="host">{host}</strong>
      <span class="value">{isOwn ? words : text('uiOptionsQualityAsElsewhere', words)}</span>
      <button
        type="button"
        disabled={isLocked}
        aria-expanded={isOpen}
        aria-label={text('uiOptionsQualityChangeName', host)}
        onClick={() => setOpen(!isOpen)}
      >
        {text('uiOptionsQualityChange')}
      </button>
      {isOwn && (
        <button
          type="button"
          disabled={isLocked}
          aria-label={text('uiOptionsQualityRemoveName', host)}
          onClick={onRemove}
        >
          {text('uiOptionsQualityRemove')}
        </button>
      )}
      {isOpen && (
        <QualityFields
          name={`quality-${host}`}
          legend={text('uiOptionsQualityOf', host)}
          choice={choice}
          bounds={bounds}
          disabled={isLocked}
          text={text}
          onChoose={(chosen) => void store.setQuality(host, chosen)}
        />
      )}
    </li>
  );
}
