import { beforeNavigate } from '$app/navigation';
import { m } from '$messages';

/** Asks before a page with unsaved changes is left. Call while the component is made. */
export function guardUnsaved(isDirty: () => boolean) {
  beforeNavigate((navigation) => {
    if (!isDirty()) return;
    // For a closing tab, cancelling makes the browser ask by itself.
    if (navigation.willUnload || !window.confirm(m.office_unsaved())) navigation.cancel();
  });
}
