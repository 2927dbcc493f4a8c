import type { Me } from '#contract/account/staff.ts';
import type { EventStaff } from '#contract/event/event.ts';

/** Events that are cancelled or archived stay as they are. */
export const mayEditEvent = ({ me, event }: { me: Me; event: EventStaff }): boolean =>
  me.permissions.includes('EDIT_EVENT') && (event.status === 'draft' || event.status === 'published');
