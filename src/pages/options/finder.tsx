import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Text } from '../../ui/message-key.ts';
import { find } from './find.ts';

interface FinderProps {
  /** What is searched. */
  readonly root: RefObject<HTMLElement | null>;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly text: Text;
}

/** The field that searches all settings; how many were found is said. */
export function Finder({ root, query, onQuery: setQuery, text }: FinderProps): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  const [count, setCount] = useState(0);
  const isAsked = query.trim() !== '';
  useLayoutEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const look = () => setCount(find(element, query));
    look();
    if (!isAsked) return undefined;
    // Sections draw themselves anew when something is saved; what `find` changes are attributes, which are not heard.
    const watch = new MutationObserver(look);
    watch.observe(element, { childList: true, characterData: true, subtree: true });
    return () => watch.disconnect();
  }, [root, query, isAsked]);
  return (
    <search class="finder">
      <label for="find">{text('uiOptionsFind')}</label>
      <input
        ref={field}
        id="find"
        type="search"
        autocomplete="off"
        spellcheck={false}
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || query === '') return;
          event.preventDefault();
          setQuery('');
        }}
      />
      <p role="status">
        {isAsked &&
          (count === 0
            ? text('uiOptionsFoundNone', query.trim())
            : text('uiOptionsFound', new Intl.NumberFormat(text('uiLanguage')).format(count)))}
      </p>
      {isAsked && (
        <button
          type="button"
          onClick={() => {
            setQuery('');
            field.current?.focus();
          }}
        >
          {text('uiOptionsFindClear')}
        </button>
      )}
    </search>
  );
}
