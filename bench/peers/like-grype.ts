// A stand-in for grype's matcher, written from what is known of it (grype/db/v6): one query per component by ecosystem and name, then
// the text of every range found is parsed and compared. Node is not Go: its times say nothing about the real one.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { truthOf } from './adjudicate.ts';
import type { Engine, Hit } from './engine.ts';
import { componentsOf } from './like-osv-scanner.ts';
import type { OsvRecord } from './sets.ts';

export const likeGrype: Engine = {
  name: 'a stand-in for grype',
  standIn: true,
  async prepare(folder, advisories) {
    rmSync(fileIn(folder), { force: true });
    const db = new DatabaseSync(fileIn(folder));
    db.exec('PRAGMA synchronous = OFF; CREATE TABLE affected (ecosystem text, name text, blob text); BEGIN');
    const insert = db.prepare('INSERT INTO affected VALUES (?, ?, ?)');
    for (const { record } of advisories)
      for (const entry of record.affected ?? [])
        if (entry.package)
          insert.run(entry.package.ecosystem, entry.package.name, JSON.stringify({ ...record, affected: [entry] }));
    db.exec('COMMIT; CREATE INDEX by_name ON affected (ecosystem, name COLLATE NOCASE)');
    db.close();
  },
  async ask(folder, file) {
    const began = performance.now();
    const db = new DatabaseSync(fileIn(folder), { readOnly: true });
    const find = db.prepare('SELECT blob FROM affected WHERE ecosystem = ? AND name = ? COLLATE NOCASE');
    const hits: Hit[] = [];
    for (const asked of componentsOf(readFileSync(file, 'utf8')))
      for (const row of find.all(asked.ecosystem, asked.name)) {
        const record = JSON.parse(String(row.blob)) as OsvRecord; // written by prepare
        if (truthOf(record, asked) === 'affected') hits.push({ asked, id: record.id });
      }
    db.close();
    return { ms: performance.now() - began, peak: process.memoryUsage.rss() / 1e6, hits };
  },
};

const fileIn = (folder: string): string => path.join(folder, 'like-grype.db');
