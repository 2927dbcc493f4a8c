/** Stores which device this browser is at an event: the room lets only the scan's own device undo it. */
export const deviceIdentity = (eventId: string) => {
  const key = `everato:device:${eventId}`;
  return {
    get: (): string | null => localStorage.getItem(key),
    set: (deviceId: string) => localStorage.setItem(key, deviceId),
  };
};
