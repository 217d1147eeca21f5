// Access: who is here, for whom they act, what they sign in with.
export { addLink, addParty, addPerson, EVERYBODY } from './administer.ts';
export { authenticate } from './authenticate.ts';
export { accessRoutes, delegate } from './routes.ts';
export { ACTS_FOR, SEEN, SEES_FEW } from './seen-store.ts';
export { hashPassword } from './session.ts';
export { offerSetUp } from './set-up.ts';
export { DEMO_LINKS, INSTANCE, SEE, SET_INSTANCE, SET_PASSWORD, SHOW_PARTY, UNSEE } from './store.ts';
