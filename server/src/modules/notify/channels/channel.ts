// What every channel promises. One behaviour suite (channels.test.ts) holds all of them to it.

/** One notice on its way to one party. */
export interface Letter {
  /** Of the delivery: the same for every attempt, so that a receiver can tell a second one. */
  readonly id: string;
  readonly notice: string;
  readonly event: string;
  readonly at: string;
  readonly href: string;
  /** Fixed words for outside the house. */
  readonly plain: string;
  /** Where it goes, for channels that need it. */
  readonly to?: { readonly url: string; readonly secret: Uint8Array };
}

/** `again`: it may arrive later. `never`: trying again would not help; `gone`: the place is there no more. */
export type Sent =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'again'; readonly reason: string }
  | { readonly outcome: 'never'; readonly reason: string; readonly gone?: true };

export interface Channel {
  readonly name: 'in-app' | 'webhook';
  /** One attempt. What the other side does never throws; sending the same letter twice is seen as one by the receiver. */
  send(letter: Letter): Promise<Sent>;
}
