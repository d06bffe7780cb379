// What staff see, in one piece: they need it together.
export { CapabilityPage } from './CapabilityPage.tsx';
export { StaffDoorPage } from './StaffDoorPage.tsx';
