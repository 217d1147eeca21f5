// `?`: what every key does here and now.
import { Dialog, KeyHint, useKeyList } from '../ui/index.ts';

const ORDER = ['Move', 'Select', 'Decide', 'Go to', 'Anywhere'];

export function KeysHelp({ onClose }: { onClose: () => void }) {
  const bindings = useKeyList().list();
  const groups = Map.groupBy(bindings, (b) => b.group ?? 'This page');
  const names = [...groups.keys()].toSorted((a, b) => rank(a) - rank(b));
  return (
    <Dialog title="Keys on this page" onClose={onClose} size="wide">
      <div className="keys-help">
        {names.map((name) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {(groups.get(name) ?? [])
                .toSorted((a, b) => keyRank(a.keys) - keyRank(b.keys))
                .map((b) => (
                  <div key={b.keys}>
                    <dt>
                      <span className="sr-only">{b.keys}</span>
                      <KeyHint keys={b.keys} />
                    </dt>
                    <dd>{b.label}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="muted">Tab reaches everything too. In a short form Enter sends and Shift Enter makes a new line.</p>
    </Dialog>
  );
}

const KEY_ORDER = ['j', 'k', 'Enter', 'e', 'x', 'X', 'v', 'm', 's', 't', 'h', 'a', 'u'];
const keyRank = (keys: string): number => (KEY_ORDER.includes(keys) ? KEY_ORDER.indexOf(keys) : KEY_ORDER.length);
const rank = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : -1);
