// The rule packs' page, for whoever answers for them.
export { RulePacks } from './RulePacks.tsx';
