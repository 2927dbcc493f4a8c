import { beforeNavigate } from '$app/navigation';
import { m } from '$messages';

/** Asks before leaving a page with unsaved changes. Call it while the component is created. */
export function guardUnsaved(isDirty: () => boolean) {
  beforeNavigate((navigation) => {
    if (!isDirty()) return;
    // For a closing tab, cancelling makes the browser ask by itself.
    if (navigation.willUnload || !window.confirm(m.office_unsaved())) navigation.cancel();
  });
}
