// A secret that is shown once: said plainly, with a way to copy it, and gone when the box is closed.
import { Button, Code } from '../../ui/index.ts';

export function SecretOnce({
  what,
  secret,
  use,
  onClose,
}: {
  what: string;
  secret: string;
  use?: string;
  onClose: () => void;
}) {
  return (
    <section className="secret" aria-label={what}>
      <h3>{what}</h3>
      <p>Copy it now. It is shown this once; we keep only its hash.</p>
      <Code label={what}>{secret}</Code>
      {use ? <p className="muted">{use}</p> : null}
      <Button onClick={onClose}>I have copied it</Button>
    </section>
  );
}
