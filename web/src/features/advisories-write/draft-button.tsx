import { useState } from 'react';
import { outdate, send } from '../../app/api.ts';
import { Button, errorInWords, useGo, useToast } from '../../ui/index.ts';

/** Drafts an advisory from a case and goes to the editor. */
export function DraftButton({ caseId, primary = false }: { caseId: string; primary?: boolean }) {
  const go = useGo();
  const { show } = useToast();
  const [busy, setBusy] = useState(false);
  const draft = async () => {
    setBusy(true);
    try {
      const view = await send('advisories.draft', { params: { id: caseId } });
      void outdate('cases.read', 'advisories.list');
      go(`/write/${view.row.id}`);
    } catch (error) {
      const said = errorInWords(error);
      show({ text: `Not drafted: ${said.detail} ${said.advice}`, failed: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button kind={primary ? 'primary' : 'plain'} icon="advisory" busy={busy} onClick={() => void draft()}>
      Draft an advisory
    </Button>
  );
}
