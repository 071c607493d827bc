/** Tables that carry no brand, each with its reason. Every other one has `brand_id` and a row-level policy. */
export const withoutBrand: Record<string, string> = {
  user: 'a person belongs to no brand',
  session: 'of a person',
  account: 'of a person',
  verification: 'of a person',
  two_factor: 'of a person',
  organization: 'decides access itself',
  brand: 'decides access itself',
  membership: 'decides access itself',
  invitation: 'decides access itself',
  api_key: 'decides access itself',
  push_device: 'of a person',
  restore_epoch: 'one row for the installation',
  event_cursor: 'positions of the desk’s own listeners',
}
