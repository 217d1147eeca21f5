// leadtime restore FOLDER: a backup into an empty database and an empty data folder. backup/restore.ts does it.
import { openLog } from '../platform/log.ts';
import { Unfit } from './backup/manifest.ts';
import { restoreBackup } from './backup/restore.ts';
import { withOwner } from './owner.ts';
import { program } from './program.ts';

await program('leadtime restore', async (config) => {
  const folder = process.argv[2] ?? '';
  const log = openLog(process.env['LEADTIME_LOG'] === undefined ? 'warn' : config.logLevel);
  const say = process.stderr.isTTY ? (what: string) => void process.stderr.write(`  ${what}\n`) : () => undefined;
  const manifest = await withOwner(config, log, ({ admin, running }) => {
    if (running)
      throw new Unfit(`An instance is running on ${config.dataDir}. Stop it, and give LEADTIME_DATA an empty folder.`);
    return restoreBackup({ admin, config, folder, say });
  });
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  process.stdout.write(
    [
      `Restored as of ${manifest.madeAt}: ${rows.toLocaleString('en-US')} rows, ${manifest.bytes.length.toLocaleString('en-US')} files of stored bytes.`,
      manifest.ledger
        ? `Ledger: ${manifest.ledger.size.toLocaleString('en-US')} entries built again, root ${manifest.ledger.root}, as it was signed.`
        : 'Ledger: empty.',
      ...(manifest.missing.length > 0
        ? [`Stored bytes of ${manifest.missing.length} rows were lost before the backup.`]
        : []),
      'Start it as always.',
      '',
    ].join('\n'),
  );
  return 0;
});
