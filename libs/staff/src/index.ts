export { ApiKey } from './api-key.entity.js';
export { ApiKeys, type NewApiKey } from './api-keys.service.js';
export { isRole, type Role, ROLES } from './role.js';
export { StaffModule } from './staff.module.js';
