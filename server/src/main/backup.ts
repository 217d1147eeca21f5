// leadtime backup FOLDER: one moment of an instance, running or not. backup/write.ts does it.
import { parseArgs } from 'node:util';
import { openLog } from '../platform/log.ts';
import { writeBackup } from './backup/write.ts';
import { withOwner } from './owner.ts';
import { program } from './program.ts';
import { VERSION } from './wire.ts';

await program('leadtime backup', async (config) => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { 'without-keys': { type: 'boolean' } },
  });
  const folder = positionals[0] ?? '';
  const log = openLog(process.env['LEADTIME_LOG'] === undefined ? 'warn' : config.logLevel);
  const say = process.stderr.isTTY ? (what: string) => void process.stderr.write(`  ${what}\n`) : () => undefined;
  const manifest = await withOwner(config, log, ({ admin }) =>
    writeBackup({
      admin,
      config,
      folder,
      withKeys: values['without-keys'] !== true,
      version: VERSION,
      now: Date.now(),
      say,
    }),
  );
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const { ledger, keys, missing, bytes } = manifest;
  process.stdout.write(
    [
      `${folder}: ${manifest.tables.length} tables, ${rows.toLocaleString('en-US')} rows, ${bytes.length.toLocaleString('en-US')} files of stored bytes.`,
      ledger ? `Ledger: ${ledger.size.toLocaleString('en-US')} entries, root ${ledger.root}` : 'Ledger: empty.',
      keys.length > 0
        ? 'It holds the keys that open stored bytes and sign the ledger: guard it as you guard the instance.'
        : 'The keys are not in it: keep LEADTIME_KEY and LEADTIME_LEDGER_SEED, without them it cannot be restored.',
      ...(missing.length > 0
        ? [
            `NOT WHOLE: the stored bytes of ${missing.length} rows are not in ${config.dataDir}: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}`,
          ]
        : []),
      '',
    ].join('\n'),
  );
  return missing.length > 0 ? 1 : 0;
});
