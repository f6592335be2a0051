import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Settings } from '../../model/policy/settings.ts';
import type { Text } from '../../ui/message-key.ts';
import { choiceText } from '../../ui/quality/quality-words.ts';
import type { OptionsStore } from './options-store.ts';

interface QualityListProps {
  readonly choices: Settings['quality'];
  readonly store: OptionsStore;
  readonly text: Text;
}

/** The sites on which the user chose about the picture, one a row, each with the way to take it back. */
export function QualityList({ choices, store, text }: QualityListProps): JSX.Element {
  const said = useRef<HTMLParagraphElement>(null);
  const notice = store.qualityNotice.value;
  const language = new Intl.Collator(text('uiLanguage'));
  const sites = Object.entries(choices).sort(([one], [other]) => language.compare(one, other));
  const numbers = new Intl.NumberFormat(text('uiLanguage'));
  return (
    <>
      {sites.length === 0 && <p>{text('uiOptionsQualityNone')}</p>}
      {sites.length > 0 && (
        <table class="sites">
          <thead>
            <tr>
              <th scope="col">{text('uiOptionsQualitySite')}</th>
              <th scope="col">{text('uiOptionsQualityChoice')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {sites.map(([host, choice]) => (
              <tr key={host}>
                <th scope="row">{host}</th>
                <td>{choiceText(choice, text, { count: (value) => numbers.format(value) })}</td>
                <td>
                  <button
                    type="button"
                    aria-label={text('uiOptionsQualityRemoveName', host)}
                    onClick={() => {
                      // The button goes with its row; what it came to is what comes next.
                      said.current?.focus();
                      void store.forgetQuality(host);
                    }}
                  >
                    {text('uiOptionsQualityRemove')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p ref={said} role="status" class="notice" tabIndex={-1}>
        {notice && text(notice.key, ...notice.substitutions)}
      </p>
    </>
  );
}
