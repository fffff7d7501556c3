export { default } from '../../../labs/switch-gateways.lab.ts'
