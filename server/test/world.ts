// Rows as the stream would have left them, written by the owner of a test database. For tests that need many states at once
// and are not about how they came to be.
import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';

interface VulnerabilityRow {
  readonly title?: string;
  readonly target?: string;
  readonly project?: string;
  readonly finders?: readonly string[];
  readonly model?: string;
  readonly state?: string;
  readonly proof?: string;
  readonly firstSeenAt?: string;
  readonly validatedAt?: string;
  readonly toldAt?: string;
  readonly fixedAt?: string;
  readonly publishedAt?: string;
  readonly rejectedReason?: string;
  readonly caseState?: string;
  /** Who sees it, beside nobody: party and tier. */
  readonly seen?: readonly (readonly [party: string, tier: string])[];
}

export class World {
  readonly #db: pg.Client;
  readonly #now: string;
  readonly #advisories = new Map<string, string>();
  readonly #assets = new Map<string, string>();

  constructor(owner: pg.Client, now: string) {
    this.#db = owner;
    this.#now = now;
  }

  async project(name: string, maintainer: string | null = null): Promise<string> {
    const id = randomUUID();
    await this.#insert('project', { id, name, party_id: maintainer, created_at: this.#now });
    return id;
  }

  /** One vulnerability with one report and finding of each finder. */
  async vulnerability(v: VulnerabilityRow): Promise<string> {
    const id = randomUUID();
    const at = v.firstSeenAt ?? this.#now;
    await this.#insert('vulnerability', {
      id,
      title: v.title ?? 'a bug',
      target: v.target ?? 'pkg:npm/x',
      words: null, // by the trigger, of these
      project_id: v.project ?? null,
      state: v.state ?? 'found',
      proof: v.proof ?? 'none',
      priority: '{}',
      priority_rank: 1,
      first_seen_at: at,
      changed_at: at,
      validated_at: v.validatedAt ?? null,
      told_at: v.toldAt ?? null,
      fixed_at: v.fixedAt ?? null,
      published_at: v.publishedAt ?? null,
      rejected_reason: v.rejectedReason ?? null,
    });
    for (const party of v.finders ?? []) await this.#finding(id, party, at, v);
    if (v.caseState) {
      const told = v.toldAt ?? null;
      await this.#insert('coordination_case', {
        id: randomUUID(),
        vulnerability_id: id,
        state: v.caseState,
        opened_at: at,
        told_at: told,
      });
    }
    for (const [party, tier] of v.seen ?? []) await this.see(id, party, tier);
    return id;
  }

  async #finding(vulnerability: string, party: string, at: string, v: VulnerabilityRow): Promise<void> {
    const report = randomUUID();
    const digest = randomBytes(32);
    await this.#insert('report', {
      id: report,
      party_id: party,
      blob_id: randomUUID(),
      digest,
      size: 1,
      format: 'sarif',
      entry_id: randomUUID(),
      received_at: at,
      stage: 'read',
    });
    const claim = { discovery: v.model ? { by: 'model', model: { name: v.model } } : { by: 'human' } };
    await this.#insert('finding', {
      id: randomUUID(),
      report_id: report,
      ordinal: 0,
      party_id: party,
      vulnerability_id: vulnerability,
      title: v.title ?? 'a bug',
      target: v.target ?? 'pkg:npm/x',
      severity: 'unknown',
      model: v.model?.toLowerCase() ?? null,
      claim: JSON.stringify(claim),
      received_at: at,
    });
    await this.see(report, party, 'owner');
  }

  async hold(
    vulnerability: string,
    h: { kind: string; owner: string; since: string; expiresAt: string },
  ): Promise<void> {
    await this.#insert('hold', {
      id: randomUUID(),
      vulnerability_id: vulnerability,
      kind: h.kind,
      reason: 'a reason',
      owner_name: h.owner,
      since: h.since,
      expires_at: h.expiresAt,
    });
  }

  /** The published advisory of a vulnerability; the same one each time. */
  async advisory(vulnerability: string, title: string): Promise<string> {
    const known = this.#advisories.get(vulnerability);
    if (known) return known;
    const id = randomUUID();
    await this.#insert('advisory', {
      id,
      public_id: `LT-${id.slice(0, 8)}`,
      source: 'ours',
      vulnerability_id: vulnerability,
      title,
      state: 'published',
      record: '{}',
      content_digest: Buffer.alloc(1),
      modified_at: this.#now,
    });
    this.#advisories.set(vulnerability, id);
    return id;
  }

  async duty(
    advisory: string,
    party: string,
    d: { state: string; detectedAt?: string; answeredAt?: string; component?: string },
  ): Promise<string> {
    const id = randomUUID();
    const component = d.component ?? 'component';
    const row = await this.component(party, component);
    await this.#insert('duty', {
      id,
      party_id: party,
      advisory_id: advisory,
      asset_id: row.asset,
      component_id: row.component,
      package: `npm ${component}`,
      component,
      exposure_state: 'affected',
      state: d.state,
      detected_at: d.detectedAt ?? this.#now,
      rank: 1,
      priority: '{}',
      decision: '{}',
      answered_at: d.state === 'open' ? null : (d.answeredAt ?? this.#now),
    });
    return id;
  }

  /** A component of an inventory of the party, on its one asset. */
  async component(party: string, name: string): Promise<{ asset: string; component: string }> {
    let asset = this.#assets.get(party);
    if (!asset) {
      asset = randomUUID();
      await this.#insert('asset', { id: asset, party_id: party, name: 'an asset' });
      this.#assets.set(party, asset);
    }
    const inventory = randomUUID();
    await this.#insert('inventory', {
      id: inventory,
      party_id: party,
      name: `inventory ${inventory}`,
      format: 'sheet',
      uploaded_at: this.#now,
    });
    const component = randomUUID();
    await this.#insert('component', {
      id: component,
      party_id: party,
      inventory_id: inventory,
      asset_id: asset,
      name,
      state: 'no_advisory',
      reason: '{}',
      detected_at: this.#now,
      fingerprint: randomBytes(16),
    });
    return { asset, component };
  }

  async see(wall: string, party: string, tier: string): Promise<void> {
    await this.#db.query(
      'INSERT INTO visibility (wall, party_id, tier, valid_from) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [wall, party, tier, '2020-01-01T00:00:00Z'],
    );
  }

  /**
   * Columns that the table does not have are left out, and those that it asks for beyond these get something of their type:
   * fixtures outlive small changes of the schema.
   */
  async #insert(table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
    const columns = await this.#columns(table);
    const given = columns.filter((c) => c.name in row || c.needed);
    await this.#db.query(
      `INSERT INTO ${table} (${given.map((c) => c.name).join(', ')}) VALUES (${given.map((_, i) => `$${i + 1}`).join(', ')})`,
      given.map((c) => (c.name in row ? row[c.name] : this.#something(c.type))),
    );
  }

  #something(type: string): unknown {
    if (type === 'bytea') return randomBytes(16);
    if (type === 'uuid') return randomUUID();
    if (/^jsonb?$/.test(type)) return '{}';
    if (type === 'boolean') return false;
    if (type.startsWith('timestamp') || type === 'date') return this.#now;
    return type === 'text' ? 'something' : 0;
  }

  readonly #known = new Map<string, { name: string; type: string; needed: boolean }[]>();
  async #columns(table: string): Promise<{ name: string; type: string; needed: boolean }[]> {
    const known = this.#known.get(table);
    if (known) return known;
    const { rows } = await this.#db.query<{ name: string; type: string; needed: boolean }>(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AND NOT atthasdef AND attidentity = '' AS needed
       FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
      [table],
    );
    this.#known.set(table, rows);
    return rows;
  }
}
