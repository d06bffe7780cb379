// Licensure on the server: the credential register, and the licence rule asked about it.

export { createNpiRegistry, NPI_ORIGIN } from './npi-gateway.ts';
export { createLicences, type LicenceAnswer, type LicenceNeeds, type LicenceRegister } from './register.ts';
export { createReminders, type RemindedSite } from './remind.ts';
export { licenceRoutes } from './routes.ts';
